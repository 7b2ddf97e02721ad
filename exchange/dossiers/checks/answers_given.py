from collections.abc import Iterator
from typing import Any

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.dossiers.values.content import Content


def answers_given(content: Content) -> Iterator[Finding]:
    """What each side writes in its own language is needed of both: one side's version alone is not enough."""
    for question, party in content.expected():
        if question.required:
            given = not is_empty(content.answer(question, party))
            outcome = Outcome.PASS if given else Outcome.NOT_YET
            yield Finding(outcome, str(question.label), f"answer-{question.key}", party)


def is_empty(value: Any) -> bool:
    """Zero is an answer; blanks, and rows of blanks, are none."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list):
        return all(is_empty(cell) for row in value for cell in row.values())
    return value is None
