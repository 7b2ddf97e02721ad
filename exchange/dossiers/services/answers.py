"""Save one answer, over the version that was read and no other."""

from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.utils import timezone

from exchange.dossiers.models.answers import Answer
from exchange.dossiers.values.answers import read_answer
from exchange.dossiers.values.questions import Question
from exchange.http.stale import Stale
from exchange.people.models import User

A = TypeVar("A", bound=Answer)


def save_answer(place: QuerySet[A], *, first: A, question: Question, typed: Any, version: int, by: User) -> A:
    """Keep ``typed`` as the next version; ``version`` 0 is of an answer that nobody has given yet.

    ``place`` is a queryset of this one answer, ``first`` the row to begin with, which says whose it is. Sending the same
    text again changes nothing, so a saving whose reply was lost can be repeated. The transaction is the caller's. Raises
    ``ValidationError`` for what cannot be kept, and :class:`Stale`.
    """
    value = read_answer(question, typed)
    now = timezone.now()
    changed = place.filter(version=version).update(value=value, version=F("version") + 1, changed_by=by, changed_at=now)
    if not changed:  # the first saving of all, whatever version was sent, or somebody was quicker
        first.question, first.value, first.changed_by = question.key, value, by
        place.bulk_create([first], ignore_conflicts=True)
    current = place.get()
    if current.value != value:
        raise Stale(current)
    return current
