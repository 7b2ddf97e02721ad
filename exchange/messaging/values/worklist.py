"""What waits for a person, as values: one item per thing, the most urgent first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from exchange.messaging.enums import Urgency

SOON_DAYS = 7
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing that waits for one person.

    ``kind`` and ``subject`` name it, whatever the reader's language. ``label`` says what waits, ``title`` about what;
    ``act`` is the button that leads to ``url``, where it can be ended. ``entry`` is the page, by the name of its address,
    beside which it is counted in the navigation.
    """

    kind: str
    subject: str
    label: str
    title: str
    act: str
    url: str
    entry: str
    detail: str = ""
    due_at: datetime | None = None

    def urgency(self, now: datetime) -> Urgency:
        """Days are those of the zone of ``now``: what is due seven days from today is not soon any more."""
        if self.due_at is None:
            return Urgency.UNDATED
        if self.due_at <= now:
            return Urgency.OVERDUE
        days = (self.due_at.astimezone(now.tzinfo).date() - now.date()).days
        return Urgency.SOON if days < SOON_DAYS else Urgency.LATER


@dataclass(frozen=True, slots=True)
class Group:
    urgency: Urgency
    items: tuple[WorkItem, ...]


def most_urgent_first(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    """What was due first comes first, what has no date last; of equals the order stays as it is."""
    return tuple(sorted(items, key=lambda item: item.due_at or _NEVER))


def by_urgency(items: Iterable[WorkItem], now: datetime) -> tuple[Group, ...]:
    """The groups in which ``items``, in order already, are read; a group without items is left out."""
    return tuple(Group(urgency, tuple(found)) for urgency, found in groupby(items, lambda item: item.urgency(now)))
