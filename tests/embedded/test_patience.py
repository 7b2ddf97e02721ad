"""A database that takes connections and says nothing: pages say so in time, and at once to who comes next."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse

from exchange.embedded import absence, patience
from exchange.embedded.absence import DATABASE
from exchange.people.models import Researcher, User

ClientOf = Callable[[User | Researcher], Client]
# The least that the driver grants a connection, and what a busy machine takes beside.
GREETING, SOON = 2, 4


class Freezer:
    """Stands before the database's socket and passes on what both say, until it is frozen."""

    def __init__(self, folder: Path, real: str) -> None:
        self.folder, self.real, self.is_frozen = folder, f"{real}/.s.PGSQL.5432", threading.Event()
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(f"{folder}/.s.PGSQL.5432")
        self.listening.listen()
        self.open: list[socket.socket] = []
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        while True:
            try:
                client, _address = self.listening.accept()
            except OSError:
                return
            self.open.append(client)
            if not self.is_frozen.is_set():
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.real)
                self.open.append(server)
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while said := one.recv(65536):
                if not self.is_frozen.is_set():
                    other.sendall(said)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def end(self) -> None:
        for one in (self.listening, *self.open):
            one.close()


@pytest.fixture
def freezer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Freezer]:
    monkeypatch.setattr(patience, "GREETING_SECONDS", GREETING)
    known = dict(connection.settings_dict)
    freezer = Freezer(tmp_path, str(known["HOST"]))
    connection.close()
    connection.settings_dict |= {"HOST": str(tmp_path), "OPTIONS": {**known["OPTIONS"], "connect_timeout": GREETING}}
    yield freezer
    connection.close()
    freezer.end()
    connection.settings_dict |= known
    DATABASE.note_answer()


def _timed(client: Client, path: str) -> tuple[int, float]:
    began = time.monotonic()
    status = client.get(path).status_code
    return status, time.monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_hangs_is_given_up_in_time_and_the_next_are_told_at_once(
    freezer: Freezer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x" * 32
    freezer.is_frozen.set()
    first, next_ = _timed(client, "/proposals/"), _timed(client, "/api/v1/calls")
    health = _timed(Client(), "/healthz")
    assert [status for status, _waited in (first, next_, health)] == [HTTPStatus.SERVICE_UNAVAILABLE] * 3
    assert (first[1] < SOON, next_[1] < 1, health[1] < SOON) == (True, True, True)
    assert client.get("/healthz").json()["database"] is False  # to whoever comes with a session as well
    freezer.is_frozen.clear()
    monkeypatch.setattr(absence, "LEFT_ALONE_SECONDS", 0)
    DATABASE.note_silence(OperationalError())
    assert _timed(client, "/calls/")[0] == HTTPStatus.OK
    assert not DATABASE.is_away


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_fine_and_hangs_now(freezer: Freezer) -> None:
    """Asked whether it is, then once more from the beginning."""
    client = Client(raise_request_exception=False)
    assert (_timed(client, "/calls/")[0], connection.connection is None) == (HTTPStatus.OK, False)
    freezer.is_frozen.set()
    connection.close_if_unusable_or_obsolete()  # as each request of a server begins, and none of the test client's
    status, waited = _timed(client, "/calls/")
    assert (status, waited < 2 * GREETING + SOON) == (HTTPStatus.SERVICE_UNAVAILABLE, True)
    assert DATABASE.is_away


def _hang(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> None:
    def slow(*_arguments: object) -> None:
        act()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr("exchange.messaging.views.deliveries_of", slow)


@pytest.mark.django_db(transaction=True)
def test_what_hangs_in_the_middle_of_a_page_is_given_up_as_well(
    freezer: Freezer, client_of: ClientOf, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "STATEMENT_SECONDS", 1)
    client = client_of(outsider)
    client.raise_request_exception = False
    _hang(monkeypatch, freezer.is_frozen.set)
    status, waited = _timed(client, reverse("notifications"))
    assert (status, waited < GREETING + 1 + SOON) == (HTTPStatus.SERVICE_UNAVAILABLE, True)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_asks_too_much_is_ended_by_the_server(
    client_of: ClientOf, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    monkeypatch.setattr(patience, "STATEMENT_SECONDS", 1)
    client = client_of(outsider)
    client.raise_request_exception = False
    _hang(monkeypatch, lambda: None)
    status, waited = _timed(client, reverse("notifications"))
    assert (status, waited < 1 + SOON) == (HTTPStatus.SERVICE_UNAVAILABLE, True)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_workers_and_commands_have_all_the_time_they_need() -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert connection.connection.patience is None
