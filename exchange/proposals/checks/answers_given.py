from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from exchange.proposals.checks.registry import Finding, register
from exchange.proposals.enums import Outcome
from exchange.proposals.values.content import ProposalContent


@register(_("Every required question is answered"), order=50)
def answers_given(draft: ProposalContent) -> Iterator[Finding]:
    """A joint proposal needs each narrative in both languages: one side's version alone is not enough."""
    for question, side in draft.expected():
        if question.required:
            given = not is_empty(draft.answer(question, side))
            outcome = Outcome.PASS if given else Outcome.NOT_YET
            yield Finding(outcome, str(question.label), f"answer-{question.key}", side)


def is_empty(value: Any) -> bool:
    """Zero is an answer; blanks, and rows of blanks, are none."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list):
        return all(is_empty(cell) for row in value for cell in row.values())
    return value is None
