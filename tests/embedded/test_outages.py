"""What stops work from outside is a line, a page that says when to come again, and no traceback."""

import errno
import logging
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError
from django.test import Client
from django.urls import reverse
from psycopg import sql

from exchange.embedded import endpoints
from exchange.embedded.outages import Outage, in_one_line, outage_in
from exchange.http.outages import WithoutTraceback
from exchange.people.models import Researcher, User

ROOT = Path(__file__).parents[2]
ClientOf = Callable[[User | Researcher], Client]


def tell(what: str, *names: str) -> None:
    known = connection.settings_dict
    with psycopg.connect(host=known["HOST"], user=endpoints.ROLE, dbname="postgres", autocommit=True) as other:
        other.execute(sql.SQL(what).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


@pytest.fixture
def bare() -> Iterator[str]:
    """A database without anything, of an owner who may not create extensions."""
    name = f"bare_{uuid.uuid4().hex[:12]}"
    tell("CREATE ROLE {} LOGIN", name)
    tell("CREATE DATABASE {} OWNER {} TEMPLATE template0", name, name)
    yield name
    connection.close()
    tell("DROP DATABASE {} WITH (FORCE)", name)
    tell("DROP ROLE {}", name)


@pytest.fixture
def at_bare(bare: str) -> Iterator[str]:
    known = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"NAME": bare, "USER": bare}
    yield bare
    connection.close()
    connection.settings_dict |= known


def run(bare: str, *command: str) -> tuple[int, str]:
    """As an operator runs it, on that database."""
    address = f"postgres://{bare}@/{bare}?host={connection.settings_dict['HOST']}"
    environment = {**os.environ, "DATABASE_URL": address}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip()


@pytest.mark.django_db(transaction=True)
def test_an_owner_who_may_not_create_the_extension_is_told_what_to_ask_for(at_bare: str) -> None:
    with pytest.raises(CommandError, match="CREATE EXTENSION vector") as said:
        call_command("migrate", verbosity=0)
    assert "\n" not in str(said.value)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "command",
    [
        ("manage.py", "match"),
        ("-m", "celery", "-A", "exchange.config.celery", "worker", "--pool", "solo"),
        ("-m", "celery", "-A", "exchange.config.celery", "beat", "--pidfile="),
    ],
    ids=["command", "worker", "beat"],
)
def test_what_is_not_migrated_is_one_line(bare: str, command: tuple[str, ...]) -> None:
    status, said = run(bare, *command)
    assert (status, said.splitlines()[-1:]) == (1, ["The database is not migrated: run manage.py migrate."])
    assert "Traceback" not in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "words"), [("en", "being updated"), ("ko", "업데이트")])
def test_pages_of_a_database_that_is_not_migrated(at_bare: str, language: str, words: str) -> None:
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    client.cookies["sessionid"] = "x" * 32
    answer = client.get(reverse("home"))
    assert (answer.status_code, answer["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "30")
    assert words in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "lang", "words"),
    [("en", "en", "We cannot reach our database"), ("ko", "ko", "데이터베이스")],
)
def test_pages_without_a_database(nowhere: None, language: str, lang: str, words: str) -> None:
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    client.cookies["sessionid"] = "x" * 32
    for method, path in (("GET", "/"), ("GET", "/proposals/"), ("POST", "/accounts/login/"), ("GET", "/api/v1/calls")):
        answer = client.generic(method, path)
        assert (answer.status_code, answer["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "30")
        text = answer.json()["detail"] if path.startswith("/api/") else answer.content.decode()
        assert words in text
    assert f'<html lang="{lang}">' in client.get("/").content.decode()
    health = Client().get("/healthz")
    assert (health.status_code, health.json()["database"]) == (HTTPStatus.SERVICE_UNAVAILABLE, False)


@pytest.mark.django_db
def test_what_goes_away_in_the_middle_is_told_as_well(
    client_of: ClientOf, korean_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(korean_researcher)
    client.raise_request_exception = False

    def lost(*_arguments: object) -> None:
        raise OperationalError from psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("exchange.messaging.views.deliveries_of", lost)
    answer = client.get(reverse("notifications"))
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE


@pytest.mark.django_db
def test_a_mistake_of_ours_stays_one(
    client_of: ClientOf, korean_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(korean_researcher)
    client.raise_request_exception = False
    monkeypatch.setattr("exchange.messaging.views.deliveries_of", lambda _user: 1 / 0)
    assert client.get(reverse("notifications")).status_code == HTTPStatus.INTERNAL_SERVER_ERROR


def full(*_arguments: object, **_options: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.django_db
def test_a_full_disk_elsewhere_is_a_page_of_its_own(
    client_of: ClientOf, korean_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(korean_researcher)
    client.raise_request_exception = False
    monkeypatch.setattr("exchange.messaging.views.deliveries_of", full)
    answer = client.get(reverse("notifications"))
    assert (answer.status_code, "disk is full" in answer.content.decode()) == (HTTPStatus.INSUFFICIENT_STORAGE, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OSError(errno.ENOSPC, "full"), Outage.FULL),
        (OSError(errno.EACCES, "no"), None),
        (psycopg.errors.DiskFull("could not extend file"), Outage.FULL),
        (psycopg.errors.AdminShutdown("terminating"), Outage.DATABASE),
        (psycopg.errors.TooManyConnections("too many"), Outage.DATABASE),
        (psycopg.OperationalError("connection refused"), Outage.DATABASE),
        (psycopg.errors.LockNotAvailable("lock"), None),
        (psycopg.errors.UndefinedTable("no such table"), None),
        (psycopg.errors.UniqueViolation("twice"), None),
        (ValueError("ours"), None),
    ],
)
def test_what_is_an_outage(error: Exception, outage: Outage | None) -> None:
    """A table that lacks though all is migrated is a mistake of ours."""
    wrapped = ProgrammingError("as Django says it")
    wrapped.__cause__ = error
    assert (outage_in(error), outage_in(wrapped)) == (outage, outage)


def test_commands_and_logs_say_one_line() -> None:
    with pytest.raises(SystemExit, match=r"^There is no space left on the disk: \[Errno 28\]"), in_one_line():
        full()
    with pytest.raises(ZeroDivisionError), in_one_line():
        1 / 0  # noqa: B018
    for error, said in (
        (OSError(errno.ENOSPC, "x"), "Saving: There is no space left on the disk"),
        (ValueError(), "Saving"),
    ):
        record = logging.LogRecord("name", logging.ERROR, "", 1, "Saving", (), (type(error), error, None))
        assert WithoutTraceback().filter(record)
        assert (record.getMessage(), record.exc_info is None) == (said, said != "Saving")
