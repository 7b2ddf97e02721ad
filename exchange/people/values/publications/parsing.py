"""A whole bibliography, of whichever format: found, understood entry by entry, bounded."""

from collections.abc import Callable
from itertools import islice

from exchange.people.enums import UnreadableReason
from exchange.people.values.publications.encodings import decode, unified
from exchange.people.values.publications.formats import READERS, detect, refuse_document
from exchange.people.values.publications.items import Bibliography
from exchange.people.values.publications.refusals import UnreadableBibliography

ENTRY_LIMIT = 2000
# Bytes of a file, and characters of a text.
TEXT_LIMIT = 5_000_000
OnProgress = Callable[[int, int], None]


def read(data: bytes) -> str:
    """The text of a file. Raises ``UnreadableBibliography``."""
    refuse_document(data)
    return decode(data)


def parse(text: str, *, on_progress: OnProgress = lambda done, total: None) -> Bibliography:
    """Read ``text`` in the format that it has. ``on_progress`` is told of every entry how many are done, of how many.

    Raises:
        UnreadableBibliography: of no format that is read, without any entry, or more than 2,000.
    """
    text = unified(text)
    source = detect(text)
    entries = list(islice(READERS[source](text), ENTRY_LIMIT + 1))
    if len(entries) > ENTRY_LIMIT:
        raise UnreadableBibliography(UnreadableReason.TOO_MANY)
    if not entries:
        raise UnreadableBibliography(UnreadableReason.UNKNOWN)
    result = Bibliography(source=source)
    for number, entry in enumerate(entries, start=1):
        result.take(entry.name, entry.read(), entry.line)
        on_progress(number, len(entries))
    return result
