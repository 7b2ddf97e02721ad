"""How much of what is required was filled in; pure."""

from collections.abc import Iterator

from exchange.dossiers.checks.answers_given import is_empty
from exchange.dossiers.values.content import Content


def required_parts(content: Content) -> tuple[bool, ...]:
    """One entry per required answer and required file: whether it is there."""
    return tuple(_parts(content))


def percent_filled(parts: tuple[bool, ...]) -> int:
    """Whole per cent, rounded down so that 100 means everything; a form that requires nothing is complete.

    >>> percent_filled((True, True, False)), percent_filled(())
    (66, 100)
    """
    return 100 * sum(parts) // len(parts) if parts else 100


def _parts(content: Content) -> Iterator[bool]:
    for question, party in content.expected():
        if question.required:
            yield not is_empty(content.answer(question, party))
    for document, party in content.expected_files():
        if document.required:
            yield bool(content.files_for(document, party))
