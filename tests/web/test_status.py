"""The page of the installation's state: what waits, what failed, and that it answers while the broker is away."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from exchange.embedded.absence import VALKEY
from exchange.jobs import clients
from exchange.jobs.enums import JobState
from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.people.enums import FileKind
from exchange.people.models import FileImport, User
from exchange.web.status import machine, work
from exchange.web.status.registry import Section, sections
from exchange.web.watch.heartbeats import SCHEDULE, beat
from matching.enums import RunKind
from matching.models import Run

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def told(key: str) -> dict[str, tuple[str, bool]]:
    section = next(one for one in sections() if one.key == key)
    return {fact.label: (fact.value, fact.is_trouble) for fact in section.facts}


def test_everything_has_a_section_and_the_api_says_the_same(client_of: ClientOf, staff: User) -> None:
    client = client_of(staff)
    page = client.get(reverse("status"))
    keys = [section.key for section in page.context["sections"]]
    assert keys == ["components", "work", "mails", "matching", "calls", "machine"]
    assert [section["key"] for section in client.get("/api/v1/status").json()] == keys
    assert "All applied" in page.content.decode()


def test_queues_are_counted_and_missing_workers_told() -> None:
    facts = told("work")
    assert facts["Tasks waiting: default"][0].isdigit()
    assert facts["Workers"] == ("None was seen lately.", True)
    beat("schedule@here", [SCHEDULE])
    beat("one@here", work.QUEUES[:1])
    assert told("work")["Workers"] == ("one@here", True)
    beat("other@here", work.QUEUES[1:])
    assert told("work")["Workers"] == ("one@here, other@here", False)


def test_it_answers_while_the_broker_is_away(client_of: ClientOf, staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_options: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(clients.current_app, "connection_for_read", away)
    began = time.monotonic()
    try:
        assert client_of(staff).get(reverse("status")).status_code == 200
        assert told("work")["Broker"][1]
    finally:
        VALKEY.note_answer()
    assert time.monotonic() - began < 10


def test_what_waits_too_long_and_what_failed_is_trouble(staff: User) -> None:
    values = {"kind": FileKind.TOPICS, "name": "topics.csv", "size": 1}
    job = FileImport.objects.create(**values)
    FileImport.objects.create(**values, state=JobState.FAILED, finished_at=timezone.now())
    FileImport.objects.create(**values, state=JobState.FAILED, finished_at=timezone.now() - timedelta(days=8))
    facts = {fact.value: fact.is_trouble for fact in work.job_facts(work.WATCHED[1])}
    assert facts == {"1 wait, the oldest for 0\xa0minutes": False, "1 failed within a week": True}
    FileImport.objects.filter(pk=job.pk).update(requested_at=timezone.now() - timedelta(hours=1))
    assert [fact.is_trouble for fact in work.job_facts(work.WATCHED[1])] == [True, True]


def test_mails_that_failed_or_are_late_are_trouble(staff: User) -> None:
    values = {"user": staff, "category": "account", "language": "en", "subject": "S", "body_text": "T"}
    OutboxMessage.objects.create(**values, key="a")
    assert told("mails") == {"Waiting": ("1", False), "Failed": ("0", False)}
    OutboxMessage.objects.update(not_before=timezone.now() - timedelta(hours=1))
    OutboxMessage.objects.create(**values, key="b", state=OutboxState.FAILED)
    assert told("mails") == {"Waiting": ("1", True), "Failed": ("1", True)}


def test_the_last_run_is_told_and_an_old_one_is_trouble() -> None:
    assert told("matching")["Last full run"] == ("None yet", False)
    run = Run.objects.create(kind=RunKind.FULL, state=JobState.DONE, finished_at=timezone.now(), model_tag="reader-1")
    assert told("matching")["Last full run"] == ("0\xa0minutes ago", False)
    assert told("matching")["Reading model"][0] == "reader-1"
    later = timezone.now() + timedelta(minutes=1)
    Run.objects.create(kind=RunKind.REFRESH, state=JobState.DONE, finished_at=later, model_tag="reader-2")
    assert told("matching")["Reading model"][0] == "reader-2"
    Run.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=3))
    assert told("matching")["Last full run"][1]
    Run.objects.create(kind=RunKind.REFRESH, queued_at=timezone.now() - timedelta(hours=1))
    Run.objects.create(kind=RunKind.SUBJECT, state=JobState.FAILED, finished_at=timezone.now())
    assert [told("matching")[name][1] for name in ("Runs waiting", "Runs failed within a week")] == [True, True]


def test_little_room_and_missing_migrations_are_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not machine.machine().is_trouble
    monkeypatch.setattr(machine, "LITTLE", 1024**6)
    assert machine.machine().is_trouble
    monkeypatch.setattr(machine, "LITTLE", 0)
    monkeypatch.setattr(machine.MigrationExecutor, "migration_plan", lambda *_args: [1, 2])
    found = {fact.label: (fact.value, fact.is_trouble) for fact in machine.machine().facts}
    assert found["Migrations"] == ("2 not applied: run manage.py migrate", True)


def test_a_section_without_trouble_says_so() -> None:
    assert not Section("a", "A", ()).is_trouble
