"""What a dossier said when somebody read it: looked up in its history by the digest of what they read."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils import timezone

from exchange.dossiers.values.content import Content

M = TypeVar("M", bound=Model)
C = TypeVar("C", bound=Content)

READ_WITHIN = timedelta(days=2)
MOST_INSTANTS = 400
"""Autosave makes an instant every few seconds; who read longer ago is told that it changed, not what."""


class Past(Generic[M]):
    """The rows of one tracked model that belong to a dossier, as they were at an instant since ``since``."""

    def __init__(self, model: type[M], *, since: datetime, **of: Any) -> None:
        history = model.pgh_event_model.objects.filter(**of)  # type: ignore[attr-defined]
        first = history.filter(pgh_created_at__lt=since).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        self._model = model
        self._events = [*first, *history.filter(pgh_created_at__gte=since).order_by("pgh_id")]

    @property
    def instants(self) -> set[datetime]:
        return {event.pgh_created_at for event in self._events}

    def at(self, instant: datetime) -> list[M]:
        latest = {event.pgh_obj_id: event for event in self._events if event.pgh_created_at <= instant}
        return [self._row(event) for event in latest.values() if event.pgh_label != "delete"]

    def _row(self, event: Any) -> M:
        names = [field.attname for field in self._model._meta.concrete_fields]
        return self._model(**{name: getattr(event, name) for name in names})


def reading_since() -> datetime:
    return timezone.now() - READ_WITHIN


def find_read(digest: str, *, pasts: Iterable[Past[Any]], build: Callable[[datetime], C]) -> C | None:
    """The content with that digest, newest first. What is found is what was read: the digest leaves no doubt."""
    instants = sorted(set().union(*(past.instants for past in pasts)), reverse=True)
    drafts = map(build, islice(instants, MOST_INSTANTS))
    return next((draft for draft in drafts if draft.digest() == digest), None)
