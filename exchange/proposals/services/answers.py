"""Save one answer, over the version that was read and no other."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from exchange.http.stale import Stale
from exchange.people.models import User
from exchange.programmes.values.definition import Question
from exchange.proposals.models import Answer, Proposal
from exchange.proposals.values.answers import read_answer


@transaction.atomic
def save_answer(proposal: Proposal, *, question: Question, side: str, typed: Any, version: int, by: User) -> Answer:
    """Keep ``typed`` as the next version; ``version`` 0 is of an answer that nobody has given yet.

    Sending the same text again changes nothing, so a saving whose reply was lost can be repeated. Raises
    ``ValidationError`` for what cannot be kept, and :class:`Stale`.
    """
    value = read_answer(question, typed)
    place = Answer.objects.filter(proposal=proposal, stage=proposal.stage, question=question.key, side=side)
    now = timezone.now()
    changed = place.filter(version=version).update(value=value, version=F("version") + 1, changed_by=by, changed_at=now)
    if not changed:  # the first saving of all, whatever version was sent, or somebody was quicker
        first = Answer(
            proposal=proposal, stage=proposal.stage, question=question.key, side=side, value=value, changed_by=by
        )
        Answer.objects.bulk_create([first], ignore_conflicts=True)
    current = place.get()
    if current.value != value:
        raise Stale(current)
    Proposal.objects.filter(pk=proposal.pk).update(changed_at=now)
    return current
