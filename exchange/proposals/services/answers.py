"""Save one answer of a team."""

from typing import Any

from django.db import transaction

from exchange.dossiers.services import answers
from exchange.dossiers.values.questions import Question
from exchange.people.models import User
from exchange.proposals.models import Answer, Proposal
from exchange.proposals.services.writing import hold_for_writing


@transaction.atomic
def save_answer(proposal: Proposal, *, question: Question, side: str, typed: Any, version: int, by: User) -> Answer:
    """Over ``version`` and no other; ``side`` is empty for the team's. Raises ``ValidationError`` for what cannot be kept, and :class:`Stale`."""
    hold_for_writing(proposal)
    return answers.save_answer(
        Answer.objects.filter(proposal=proposal, stage=proposal.stage, question=question.key, side=side),
        first=Answer(proposal=proposal, stage=proposal.stage, side=side),
        question=question,
        typed=typed,
        version=version,
        by=by,
    )
