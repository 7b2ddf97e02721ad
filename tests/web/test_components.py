"""Each part for itself: one that is really away hides no other, and neither pages nor probes fail over it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.schedulers import DatabaseScheduler

from exchange.config.celery import Alive
from exchange.config.schedule import Schedule
from exchange.messaging.models import OutboxMessage
from exchange.people.models import User
from exchange.web.models import Heartbeat
from exchange.web.status import components as module
from exchange.web.status.components import components
from exchange.web.status.work import QUEUES
from exchange.web.watch import heartbeats
from exchange.web.watch.heartbeats import SCHEDULE, Heart, beat, leave, serving
from tests.embedded.waiting import wait_until
from tests.valkey import OwnValkey

ClientOf = Callable[[User], Client]
WORKING = dict.fromkeys(("database", "migrations", "broker", "cache", "disk", "mail"), True)
ABSENT = dict.fromkeys((*(f"worker-{queue}" for queue in QUEUES), "schedule"), False)


def states() -> dict[str, bool | None]:
    return {one.key: one.is_up for one in components()}


@pytest.mark.django_db
def test_each_part_is_told(client_of: ClientOf, staff: User) -> None:
    assert states() == {**WORKING, **ABSENT}
    for queue in (*QUEUES, SCHEDULE):
        beat(f"of {queue}", [queue])
    assert states() == {**WORKING, **dict.fromkeys(ABSENT, True)}
    page = client_of(staff).get(reverse("status"))
    section = page.context["sections"][0]
    assert (section.key, section.is_trouble) == ("components", False)
    assert {fact.label: fact.value for fact in section.facts}["Workers of embed"] == "Works"


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["gone", "hanging"])
def test_without_valkey_the_rest_is_told(how: str, own_valkey: OwnValkey, client_of: ClientOf, staff: User) -> None:
    client = client_of(staff)
    own_valkey.leave(how)
    assert states() == {**WORKING, **ABSENT, "broker": False, "cache": False}
    page = client.get(reverse("status"))
    assert page.status_code == HTTPStatus.OK
    assert [fact.label for fact in page.context["sections"][0].facts if fact.is_trouble][:2] == ["Broker", "Cache"]
    assert [client.get(path).status_code for path in ("/livez", "/readyz", "/metrics")] == [HTTPStatus.OK] * 3


@pytest.mark.django_db(transaction=True)
def test_without_a_database_what_it_would_tell_is_not_known(nowhere: None) -> None:
    unknown = dict.fromkeys((*ABSENT, "migrations", "mail"), None)
    assert states() == {**WORKING, **unknown, "database": False}
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"database": False, "migrations": False})
    assert (client.get("/livez").status_code, client.get("/metrics").status_code) == (200, 200)


@pytest.mark.django_db
def test_a_database_behind_the_code_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked up until it is so."""
    monkeypatch.setattr(module, "MIGRATED", threading.Event())
    monkeypatch.setattr(module, "is_unmigrated", lambda: True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "migrations": False})
    assert client.get("/livez").status_code == HTTPStatus.OK
    monkeypatch.setattr(module, "is_unmigrated", lambda: False)
    assert client.get("/readyz").json() == {"database": True, "migrations": True}
    monkeypatch.setattr(module, "is_unmigrated", lambda: pytest.fail("asked again"))
    assert client.get("/readyz").status_code == HTTPStatus.OK


@pytest.mark.django_db
def test_a_full_disk_and_late_mails_are_trouble(monkeypatch: pytest.MonkeyPatch, staff: User) -> None:
    monkeypatch.setattr(module, "LITTLE", 1024**6)
    assert states()["disk"] is False
    monkeypatch.setattr(module, "LITTLE", 0)
    assert states()["disk"] is True
    monkeypatch.setattr("exchange.web.status.components.os.access", lambda *_asked: False)
    assert states()["disk"] is False
    values: dict[str, Any] = {"category": "account", "language": "en", "subject": "S", "body_text": "T"}
    mail = OutboxMessage.objects.create(user=staff, key="a", **values)
    assert states()["mail"] is True
    OutboxMessage.objects.filter(pk=mail.pk).update(not_before=timezone.now() - timedelta(minutes=11))
    assert states()["mail"] is False


@pytest.mark.django_db
def test_who_was_not_seen_lately_is_not_there() -> None:
    beat("a", ["default", "embed"])
    beat("b", ["embed"])
    assert serving() == {"default": 1, "embed": 2}
    Heartbeat.objects.filter(name="b").update(seen_at=timezone.now() - heartbeats.SILENT)
    assert serving() == {"default": 1, "embed": 1}
    beat("b", ["embed"])
    assert serving() == {"default": 1, "embed": 2}
    leave("a")
    assert serving() == {"embed": 1}
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(days=2))
    beat("c", ["default"])
    assert [one.name for one in Heartbeat.objects.all()] == ["c"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_beats_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside its work: the thread of the work does nothing here."""
    monkeypatch.setattr(heartbeats, "SECONDS", 0.05)
    queues = SimpleNamespace(queues=SimpleNamespace(consume_from={"embed": object()}))
    worker = SimpleNamespace(hostname="embed@here", app=SimpleNamespace(amqp=queues))
    step = Alive.__new__(Alive)
    step.start(worker)
    assert wait_until(lambda: serving() == {"embed": 1}, seconds=10)
    first = Heartbeat.objects.get().seen_at
    assert wait_until(lambda: Heartbeat.objects.get().seen_at > first, seconds=10)
    step.stop(worker)
    assert wait_until(lambda: serving() == {}, seconds=10)
    assert "heart" not in {one.name for one in threading.enumerate()}


def test_a_heart_outlives_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(name: str, _queues: object) -> None:
        tried.append(name)
        raise OperationalError

    monkeypatch.setattr(heartbeats, "SECONDS", 0.01)
    monkeypatch.setattr(heartbeats, "beat", refuse)
    monkeypatch.setattr(heartbeats, "leave", lambda _name: None)
    monkeypatch.setattr(heartbeats, "connection", SimpleNamespace(close=lambda: None))
    heart = Heart("embed@here", ["embed"])
    heart.start()
    assert wait_until(lambda: len(tried) > 2, seconds=10)
    heart.end()
    assert not heart.is_alive()


@pytest.mark.django_db
def test_the_schedule_is_alive_as_long_as_it_hands_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseScheduler, "__init__", lambda *_args, **_options: None)
    monkeypatch.setattr(DatabaseScheduler, "tick", lambda *_args, **_options: 5.0)
    schedule = Schedule()
    assert (schedule.tick(), serving()) == (5.0, {SCHEDULE: 1})
    Heartbeat.objects.all().delete()
    schedule.tick()
    assert serving() == {}  # not at every tick
    schedule._beaten_at -= heartbeats.SECONDS
    schedule.tick()
    assert serving() == {SCHEDULE: 1}


@pytest.mark.django_db(transaction=True)
def test_the_schedule_goes_on_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch, nowhere: None) -> None:
    monkeypatch.setattr(DatabaseScheduler, "tick", lambda *_args, **_options: 5.0)
    schedule = Schedule.__new__(Schedule)
    schedule._beaten_at = float("-inf")
    assert schedule.tick() == 5.0
    connection.close()
