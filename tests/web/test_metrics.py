"""Figures for Prometheus: who may read them, what they say, and that they are told while something is away."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import psutil
import pytest
from celery import shared_task
from django.conf import settings as live
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from exchange.jobs.clients import publish
from exchange.jobs.enums import JobState
from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.office.models import Export
from exchange.people.models import User
from exchange.web.deployment import check_metrics
from exchange.web.models import Heartbeat, TaskTally
from exchange.web.status.work import QUEUES
from exchange.web.watch import sharing
from exchange.web.watch.sharing import share_between_workers
from matching.enums import RunKind
from matching.models import ChangedSubject, Embedding, Passage, Run
from matching.selectors import figures
from tests.valkey import OwnValkey

pytestmark = pytest.mark.django_db
TOKEN = "of-24-characters-or-more-"
SECRET = {"Authorization": f"Bearer {TOKEN}"}

Samples = dict[tuple[str, ...], float]


def read(client: Client) -> Samples:
    """By the name of a sample and the values of its labels."""
    answer = client.get(reverse("metrics"))
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, *(sample.labels[key] for key in sorted(sample.labels))): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, True),
        ({"REMOTE_ADDR": "10.1.2.3"}, True),
        ({"REMOTE_ADDR": "203.0.113.9"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),  # whoever writes it; through a proxy all come from here
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, False),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": TOKEN}, False),
    ],
)
def test_figures_are_for_whom_the_operator_named(
    client: Client, settings: Settings, asked: dict[str, Any], *, opens: bool
) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.METRICS_NETWORKS = (*settings.METRICS_NETWORKS, ip_network("10.0.0.0/8"))
    assert client.get(reverse("metrics"), **asked).status_code == (200 if opens else 404)


def test_no_token_is_no_key(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "", ()
    for given in ("Bearer ", "Bearer", ""):
        assert client.get(reverse("metrics"), HTTP_AUTHORIZATION=given).status_code == 404


@pytest.mark.parametrize(
    ("token", "network", "said"),
    [
        ("", "10.0.0.0/8", []),
        (TOKEN, "10.0.0.0/8", []),
        ("secret", "10.0.0.0/8", ["gyoryu.E004"]),
        ("", "0.0.0.0/0", ["gyoryu.E003"]),
        ("", "::/0", ["gyoryu.E003"]),
    ],
)
def test_the_check_refuses_what_opens_them_to_anybody(
    settings: Settings, token: str, network: str, said: list[str]
) -> None:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = token, (ip_network(network),)
    assert [one.id for one in check_metrics()] == said


def test_requests_are_counted_by_the_name_of_their_page(client: Client, settings: Settings) -> None:
    def counted() -> dict[tuple[str, str], float]:
        found = read(client)
        return {(key[2], key[1]): found[key] for key in found if key[0] == "gyoryu_request_seconds_count"}

    before = counted()
    for path in ("/", "/", "/people/00000000-0000-0000-0000-000000000000/", "/nowhere/7/", "/static/web/none.css"):
        client.get(path)
    client.get("/readyz")
    after = counted()
    assert {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)} == {
        ("home", "2xx"): 2,
        ("person-detail", "3xx"): 1,
        ("unknown", "4xx"): 1,
        ("static", "4xx"): 1,
        ("readyz", "2xx"): 1,
        ("metrics", "2xx"): 1,  # the one before
    }


def test_what_a_page_is_asked_with_is_in_no_figure(client: Client) -> None:
    client.get("/people/?text=Minji+Han")
    text = client.get(reverse("metrics")).content.decode()
    assert ("Minji" in text, "/people/" in text) == (False, False)


PROGRAM = """
import sys
from pathlib import Path
from exchange.web.watch.sharing import share_between_workers
share_between_workers(Path(sys.argv[1]))
import django
django.setup()
from types import SimpleNamespace
from exchange.web.watch.requests import SECONDS, register_requests
from prometheus_client import CollectorRegistry, generate_latest
for _time in range(3):
    SECONDS.labels("home", "2xx").observe(0.3)
registry = CollectorRegistry()
register_requests(registry)
print(registry.get_sample_value("gyoryu_request_seconds_count", {"view": "home", "status": "2xx"}))
"""


def test_one_worker_tells_the_requests_of_all_of_its_server(tmp_path: Path) -> None:
    """Those of workers that are gone, too; and of another server, or of one before it, nothing."""
    old = tmp_path / "metrics" / "1-7"
    old.mkdir(parents=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.config.settings"}
    environment.pop(sharing.FOLDER, None)
    said = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", PROGRAM, str(tmp_path)],
            cwd=live.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _worker in range(2)
    ]
    assert said == ["3.0", "6.0"]
    own = psutil.Process()
    assert [folder.name for folder in (tmp_path / "metrics").iterdir()] == [f"{own.pid}-{own.create_time():.0f}"]


def test_a_server_that_is_alive_keeps_its_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sharing.FOLDER, "")
    own = psutil.Process()
    beside = tmp_path / "metrics" / f"{own.pid}-{own.create_time():.0f}"
    beside.mkdir(parents=True)
    (tmp_path / "metrics" / "strange").mkdir()
    share_between_workers(tmp_path)
    parent = psutil.Process(os.getppid())
    names = {folder.name for folder in (tmp_path / "metrics").iterdir()}
    assert names == {beside.name, f"{parent.pid}-{parent.create_time():.0f}"}
    assert Path(os.environ[sharing.FOLDER]) == tmp_path / "metrics" / f"{parent.pid}-{parent.create_time():.0f}"


@shared_task(name="tests.counted")
def counted(*, fails: bool) -> None:
    if fails:
        raise ValueError


def test_tasks_are_counted_with_their_failures(client: Client) -> None:
    for fails in (False, True, False):
        counted.apply(kwargs={"fails": fails})
    found = read(client)
    assert found["gyoryu_task_seconds_count", "tests.counted"] == 3
    assert found["gyoryu_task_failures_total", "tests.counted"] == 1
    assert 0 < found["gyoryu_task_seconds_sum", "tests.counted"] == TaskTally.objects.get().seconds < 10


def test_queues_say_what_waits_and_nothing_while_the_broker_is_away(client: Client, own_valkey: OwnValkey) -> None:
    assert publish("tests.counted", [], queue="embed")
    time.sleep(0.01)
    found = read(client)
    assert [found["gyoryu_queue_tasks", name] for name in ("default", "embed")] == [0, 1]
    assert found["gyoryu_queue_age_seconds", "default"] == 0 < found["gyoryu_queue_age_seconds", "embed"] < 60
    own_valkey.leave("gone")
    found = read(client)
    assert [key for key in found if key[0].startswith("gyoryu_queue")] == []
    assert (found["gyoryu_component_up", "broker"], found["gyoryu_component_up", "database"]) == (0, 1)
    assert ("gyoryu_mails", "failed") in found


def test_jobs_are_counted_by_kind_and_state(client: Client, staff: User) -> None:
    now = timezone.now()
    values: dict[str, Any] = {
        "list_key": "any",
        "scope_id": 1,
        "requested_by": staff,
        "format": "csv",
        "language": "en",
    }
    for state, lease in (
        (JobState.QUEUED, None),
        (JobState.QUEUED, None),
        (JobState.RUNNING, now + timedelta(minutes=1)),
        (JobState.RUNNING, now - timedelta(minutes=1)),
    ):
        Export.objects.create(**values, state=state, lease_until=lease, requested_at=now - timedelta(seconds=70))
    for days in (1, 8):
        Export.objects.create(**values, state=JobState.FAILED, finished_at=now - timedelta(days=days))
    found = read(client)
    states = {state: found["gyoryu_jobs", "office.export", state] for state in ("waiting", "running", "lost", "failed")}
    assert states == {"waiting": 2, "running": 1, "lost": 1, "failed": 1}
    assert 70 <= found["gyoryu_job_age_seconds", "office.export"] < 100
    kinds = {key[1] for key in found if key[0] == "gyoryu_jobs"}
    assert kinds == {
        "office.export",
        "office.messagebatch",
        "people.publicationimport",
        "people.fileimport",
        "matching.run",
        "matching.shard",
    }
    assert found["gyoryu_job_age_seconds", "matching.run"] == 0


def test_mails_that_are_not_sent_are_counted(client: Client, staff: User) -> None:
    values: dict[str, Any] = {"user": staff, "category": "account", "language": "en", "subject": "S", "body_text": "T"}
    for key, (state, attempts) in enumerate(
        [(OutboxState.QUEUED, 0), (OutboxState.QUEUED, 2), (OutboxState.FAILED, 5), (OutboxState.SENT, 1)]
    ):
        OutboxMessage.objects.create(**values, key=key, state=state, attempts=attempts)
    OutboxMessage.objects.filter(key=0).update(not_before=timezone.now() - timedelta(seconds=50))
    found = read(client)
    assert {key[1]: found[key] for key in found if key[0] == "gyoryu_mails"} == {
        "waiting": 1,
        "retried": 1,
        "failed": 1,
        "sending": 0,
    }
    assert 50 <= found["gyoryu_mail_age_seconds",] < 80


def test_runs_say_how_old_they_are_and_how_long_changes_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(client)["gyoryu_change_lag_seconds",] == 0
    now = timezone.now()
    for kind, minutes in ((RunKind.FULL, 9), (RunKind.FULL, 60), (RunKind.REFRESH, 2)):
        ended = now - timedelta(minutes=minutes)
        values = {"started_at": ended - timedelta(seconds=30), "finished_at": ended}
        Run.objects.create(kind=kind, state=JobState.DONE, **values)
    Run.objects.create(kind=RunKind.FULL, state=JobState.FAILED, finished_at=now)
    monkeypatch.setattr(figures, "something_changed", lambda: False)
    found = read(client)
    assert found["gyoryu_change_lag_seconds",] == 0
    assert [round(found["gyoryu_run_age_seconds", kind] / 60) for kind in ("full", "refresh")] == [9, 2]
    assert [round(found["gyoryu_run_seconds", kind]) for kind in ("full", "refresh")] == [30, 30]
    monkeypatch.setattr(figures, "something_changed", lambda: True)
    assert 150 <= read(client)["gyoryu_change_lag_seconds",] < 200
    ChangedSubject.objects.create(kind="project", number=1, noted_at=now - timedelta(seconds=40))
    ChangedSubject.objects.create(kind="project", number=2, noted_at=now)
    assert 40 <= read(client)["gyoryu_change_lag_seconds",] < 90


def test_embeddings_are_counted_on_although_rows_go(client: Client, korean_researcher: Any) -> None:
    before = read(client)["gyoryu_embeddings_total",]
    passage = Passage.objects.create(researcher=korean_researcher, kind="statement", text="T", language="en")
    Embedding.objects.create(passage=passage, model_tag="reader-1", vector=[0.0] * 384).delete()
    assert read(client)["gyoryu_embeddings_total",] == before + 1


def test_workers_that_were_seen_are_counted(client: Client) -> None:
    now = timezone.now()
    for name, queue, seconds in (("a", "embed", 5), ("b", "embed", 10), ("c", "embed", 200), ("s", "schedule", 5)):
        Heartbeat.objects.create(name=name, queue=queue, seen_at=now - timedelta(seconds=seconds))
    found = read(client)
    assert {key[1]: found[key] for key in found if key[0] == "gyoryu_workers"} == {
        **dict.fromkeys(QUEUES, 0),
        "embed": 2,
        "schedule": 1,
    }


def test_reading_costs_the_same_however_much_there_is(
    client: Client, staff: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read(client)
    for number in range(3):
        TaskTally.objects.create(name=f"task-{number}", ended=1)
        values = {"user": staff, "category": "account", "language": "en", "subject": "S", "body_text": "T"}
        OutboxMessage.objects.create(**values, key=number)
    with django_assert_num_queries(QUERIES):
        read(client)


QUERIES = 15


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_is_told_that_it_is_away(client: Client, nowhere: None) -> None:
    found = read(client)
    assert {key[1]: found[key] for key in found if key[0] == "gyoryu_component_up"} == {
        "database": 0,
        "broker": 1,
        "cache": 1,
        "disk": 1,
    }
    assert [key for key in found if key[0].startswith(("gyoryu_mails", "gyoryu_jobs", "gyoryu_run_"))] == []
    assert ("gyoryu_info", "0.1.0") in found
