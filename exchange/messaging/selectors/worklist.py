"""What waits for a person, until when, and where it is ended: each slice registers what it knows.

Start pages, the bell, the counts in the navigation and the API all read it here, so none can disagree with another.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache import cache

from exchange.messaging.values.worklist import WorkItem, most_urgent_first
from exchange.people.models import User

T = TypeVar("T")


class Reader:
    """The person whose list is put together, and what is known of them meanwhile."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._known: dict[Callable[[User], Any], Any] = {}

    def once(self, ask: Callable[[User], T]) -> T:
        """What several sources ask, asked by the first of them. A queryset keeps the rows that the first one reads."""
        if ask not in self._known:
            self._known[ask] = ask(self.user)
        found: T = self._known[ask]
        return found


Source = Callable[[Reader], Iterable[WorkItem]]
"""Asks for nothing that the act itself would refuse, in a constant number of queries."""

# What a person does makes their own counts new at once (``services.worklist``); what others do shows after so long.
KEPT_SECONDS = 30

_sources: dict[str, tuple[int, Source]] = {}


def register(source: Source, *, order: int) -> None:
    """Called from the slice's ``AppConfig.ready``. ``order`` is the place among what has no date."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = (order, source)


def registered() -> tuple[Source, ...]:
    return tuple(source for _order, source in sorted(_sources.values(), key=lambda one: one[0]))


def worklist_of(user: User) -> tuple[WorkItem, ...]:
    """Everything that waits for ``user``, each thing once, the most urgent first."""
    found: dict[tuple[str, str], WorkItem] = {}
    reader = Reader(user)
    for source in registered():
        for item in source(reader):
            found.setdefault((item.kind, item.subject), item)
    items = most_urgent_first(found.values())
    _keep(user, Counter(item.entry for item in items))
    return items


def counts_of(user: User) -> Counter[str]:
    """How many things wait, by the entry of the navigation that they belong to; the bell shows their total."""
    kept = _kept(user)
    return Counter(item.entry for item in worklist_of(user)) if kept is None else kept


def cache_key(user: User) -> str:
    return f"worklist:{user.pk}"


def _kept(user: User) -> Counter[str] | None:
    kept: dict[str, int] | None = cache.get(cache_key(user))
    return None if kept is None else Counter(kept)


def _keep(user: User, counts: Counter[str]) -> None:
    cache.set(cache_key(user), dict(counts), KEPT_SECONDS)
