"""Who competes in a call, as the slices say in which one applies."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from exchange.people.models import User
from exchange.programmes.models import Call, Programme

Competing = Callable[[User | AnonymousUser], QuerySet[Call]]
Places = Callable[[Any], Iterable[tuple[int, int]]]
_competing: list[Competing] = []
_places: list[Places] = []


def register_competing(lookup: Competing, *, places: Places) -> None:
    """Called from an ``AppConfig.ready``: the calls in which a person is on a live proposal, and the same of many accounts."""
    if lookup not in _competing:
        _competing.append(lookup)
        _places.append(places)


def competing_places(accounts: Any) -> set[tuple[int, int]]:
    """Call and account, of ``accounts``, keys or a query of them, who are on a live proposal there."""
    return {place for lookup in _places for place in lookup(accounts)}


def competed_calls(user: User | AnonymousUser) -> QuerySet[Call]:
    """As long as theirs is live, they have no part in these calls as a manager or administrator."""
    found: QuerySet[Call] = Call.objects.none()
    for lookup in _competing:
        found |= lookup(user)
    return found


def competes_in(user: User | AnonymousUser, call: Call) -> bool:
    return competed_calls(user).filter(pk=call.pk).exists()


def calls_competed_in(account: User | None, programmes: Iterable[Programme]) -> list[Call]:
    """Of these programmes: what whoever invites the account, and whoever holds it, is told."""
    wanted = list(programmes)
    if account is None or not wanted:
        return []
    return list(competed_calls(account).filter(programme__in=wanted))
