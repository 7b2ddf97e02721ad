"""What a dossier said when somebody read it: looked up in its history by the digest of what they read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from exchange.dossiers.values.content import Content

M = TypeVar("M", bound=Model)
C = TypeVar("C", bound=Content)

MOST_INSTANTS = 1000
"""As many changes are looked through, however long ago they were; before them it is known that it changed, not what."""

Tracked = Mapping[type[Model], Mapping[str, Any]]
"""The models whose rows make up a dossier, each with what selects this dossier's."""


class Past(Generic[M]):
    """The rows of one tracked model that belong to a dossier, as they were at an instant from ``since`` to ``until``."""

    def __init__(self, model: type[M], *, since: datetime, until: datetime | None = None, **of: Any) -> None:
        history = events_of(model, **of)
        first = history.filter(pgh_created_at__lt=since).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        later = history.filter(pgh_created_at__gte=since)
        if until is not None:
            later = later.filter(pgh_created_at__lte=until)
        self._model = model
        self._events = [*first, *later.order_by("pgh_id")]

    def at(self, instant: datetime) -> list[M]:
        latest = {event.pgh_obj_id: event for event in self._events if event.pgh_created_at <= instant}
        return [self._row(event) for event in latest.values() if event.pgh_label != "delete"]

    def _row(self, event: Any) -> M:
        names = [field.attname for field in self._model._meta.concrete_fields]
        return self._model(**{name: getattr(event, name) for name in names})


def events_of(model: type[Model], **of: Any) -> "QuerySet[Any]":
    events: QuerySet[Any] = model.pgh_event_model.objects.filter(**of)  # type: ignore[attr-defined]
    return events


def instants_of(tracked: Tracked) -> list[datetime]:
    """When the dossier last changed, newest first."""
    found: set[datetime] = set()
    for model, of in tracked.items():
        newest = events_of(model, **of).order_by("-pgh_id").values_list("pgh_created_at", flat=True)
        found.update(newest[:MOST_INSTANTS])
    return sorted(found, reverse=True)[:MOST_INSTANTS]


def find_read(digest: str, *, instants: Iterable[datetime], build: Callable[[datetime], C]) -> C | None:
    """The content with that digest, of the first instant that has it: the digest leaves no doubt that it was read."""
    return next((draft for draft in map(build, instants) if draft.digest() == digest), None)
