"""Who competes in a call, as the slices say in which one applies."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from exchange.people.models import User
from exchange.programmes.models import Call, Programme

Competing = Callable[[User | AnonymousUser], QuerySet[Call]]
_competing: list[Competing] = []


def register_competing(lookup: Competing) -> None:
    """Called from an ``AppConfig.ready``: the calls in which a person is on a live proposal."""
    if lookup not in _competing:
        _competing.append(lookup)


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
