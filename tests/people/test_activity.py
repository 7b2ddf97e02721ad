"""When a session was last in use: noted at once for another client, else once a minute."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from exchange.people.models import Researcher, User

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_session_is_noted_once_a_minute_and_at_once_from_another_client(
    client_of: Callable[[User | Researcher], Client], outsider: User
) -> None:
    def seen() -> list[tuple[str, datetime]]:
        return list(UserSession.objects.values_list("user_agent", "last_seen_at"))

    with time_machine.travel(NOW, tick=False) as clock:
        client = client_of(outsider)
        client.get("/account/preferences/", headers={"User-Agent": "First"})
        clock.shift(30)
        client.get("/account/preferences/", headers={"User-Agent": "First"})
        assert seen() == [("First", NOW)]
        client.get("/account/preferences/", headers={"User-Agent": "Second"})
        assert seen() == [("Second", NOW + timedelta(seconds=30))]
        clock.shift(61)
        client.get("/account/preferences/", headers={"User-Agent": "Second"})
        assert seen() == [("Second", NOW + timedelta(seconds=91))]


def test_nobody_signed_in_leaves_no_session(client: Client, db: None) -> None:
    client.get("/")
    assert UserSession.objects.count() == 0
