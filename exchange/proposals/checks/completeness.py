"""How much of what a call requires a team has filled in; pure."""

from collections.abc import Iterator

from exchange.proposals.checks.answers_given import is_empty
from exchange.proposals.values.content import ProposalContent


def required_parts(draft: ProposalContent) -> tuple[bool, ...]:
    """One entry per required answer and required file of the stage: whether it is there."""
    return tuple(_parts(draft))


def percent_filled(parts: tuple[bool, ...]) -> int:
    """Whole per cent, rounded down so that 100 means everything; a call that requires nothing is complete.

    >>> percent_filled((True, True, False)), percent_filled(())
    (66, 100)
    """
    return 100 * sum(parts) // len(parts) if parts else 100


def _parts(draft: ProposalContent) -> Iterator[bool]:
    for question, side in draft.expected():
        if question.required:
            yield not is_empty(draft.answer(question, side))
    for document, of_side in draft.expected_files():
        if document.required:
            yield bool(draft.files_for(document, of_side))
