"""Every address of the product against every role: what opens, what is refused, and that a refusal changes nothing.

The addresses come from the URL configuration itself, so a new one without a row fails by its name.

- A row: in the module of its slice beside this one, in the words of ``rows.py``, to a group of ``roles.py``. What it is asked
  with (a call, a side) is in the world of that module; ``SUBJECTS`` says whose ``public_id`` is meant.
- A role, a group: in ``roles.py``, whose first lines say how.
- A slice: a module with ``ROWS``, ``SUBJECTS`` and the fixture ``<slice>_world``, named in ``slices.py`` and ``conftest.py``.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exchange.messaging.selectors import worklist
from exchange.people.models import User
from tests.permissions.addresses import ADDRESSES, World, gaps, url_of
from tests.permissions.roles import ANONYMOUS, EVERYBODY
from tests.permissions.rows import ANYTHING, Row, twice
from tests.permissions.slices import SLICES, TABLE

Clients = dict[str, Client]
Answers = dict[str, str]


@pytest.fixture(autouse=True)
def _nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer in a layout, refusals too, would count what waits for its reader: a third of the time, and tried elsewhere."""
    monkeypatch.setattr(worklist, "_sources", {})


def test_every_address_has_its_rows() -> None:
    assert gaps(ADDRESSES, TABLE) == []
    assert twice(TABLE) == []


def test_every_role_has_its_account(accounts: dict[str, User]) -> None:
    assert accounts.keys() == EVERYBODY - ANONYMOUS


@pytest.mark.parametrize("name", SLICES)
def test_what_opens_to_whom_and_that_a_refusal_changes_nothing(
    name: str, clients: Clients, request: pytest.FixtureRequest
) -> None:
    """Nor does what is posted to a page that only reads."""
    slice_, world = SLICES[name], request.getfixturevalue(f"{name}_world")
    reading = [row for row in slice_.ROWS if row.method == "GET"]
    writing = [row for row in slice_.ROWS if row.method != "GET"]
    opened = _ask(reading, slice_, world, clients)
    refused, changing, so_far = {}, [], _writes_so_far()
    for row in writing:
        refused |= _ask([row], slice_, world, clients)
        if (now := _writes_so_far()) != so_far:
            changing, so_far = [*changing, f"{row.method} {row.address}"], now
    assert opened == _told(reading)
    assert refused == _told(writing)
    assert changing == []


def test_the_administration_is_for_staff_alone(clients: Clients) -> None:
    assert {role: _status(client.get(reverse("admin:index"))) for role, client in clients.items()} == {
        role: "200" if role == "staff" else "302" for role in EVERYBODY
    }


def _told(table: Iterable[Row]) -> Answers:
    return {f"{row.method} {row.address} {role}": answer for row in table for role, answer in row.answers.items()}


def _ask(table: Iterable[Row], slice_: ModuleType, world: World, clients: Clients) -> Answers:
    got = {}
    for row in table:
        url, payload = url_of(row.address, slice_.SUBJECTS, world), getattr(slice_, "PAYLOADS", {}).get(row.name, {})
        for role, expected in row.answers.items():
            status = _status(_send(clients[role], row.method, url, payload))
            got[f"{row.method} {row.address} {role}"] = ANYTHING if expected == ANYTHING else status
    return got


def _send(client: Client, method: str, url: str, payload: dict[str, Any]) -> HttpResponse:
    if method == "GET":
        return client.get(url)
    if method == "POST":
        return client.post(url, payload)
    return client.generic(method, url, "{}", content_type="application/json")


def _status(answer: HttpResponse) -> str:
    """``login`` is the redirection to signing in, or its page for a form."""
    if answer.streaming:
        b"".join(answer)  # reads to the end, which closes the file
    location = answer.headers.get("Location", "")
    asks = location.startswith(reverse("account_login")) or [each.name for each in answer.templates[:1]] == ["401.html"]
    return "login" if asks else str(answer.status_code)


def _writes_so_far() -> int:
    """Rows that this test's transaction has inserted, changed or deleted; signing in and out left aside."""
    left_aside = ["django_session", "usersessions_usersession"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables WHERE relname <> ALL (%s)",
            [left_aside],
        )
        return int(cursor.fetchone()[0])
