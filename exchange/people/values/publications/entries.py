"""What the readers of the formats hand on: entries that are found, and not yet understood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from exchange.people.enums import RefusalReason
from exchange.people.values.publications.dois import link_doi
from exchange.people.values.publications.items import ABSTRACT_LIMIT, AUTHOR_LIMIT, TITLE_LIMIT, prose, with_subtitle

# What is read of a value at most: the longest that is kept, with its markup.
_LINE, _TEXT = 4 * TITLE_LIMIT, ABSTRACT_LIMIT + ABSTRACT_LIMIT // 4


@dataclass(frozen=True)
class Entry:
    """One entry of a file: what it is called there, the line where it begins, and how to understand it.

    To find the entries is quick; to understand one is the work, and is done one at a time.
    """

    name: str
    line: int
    read: Callable[[], Mapping[str, Any] | RefusalReason]


def refused(name: str, line: int, reason: RefusalReason) -> Entry:
    return Entry(name, line, lambda: reason)


def first(values: Mapping[str, Sequence[str]], *names: str) -> str:
    """The first value there is of ``names``, in that order."""
    return next((text for name in names for text in values.get(name, ()) if text.strip()), "")


def work(
    *,
    title: str,
    subtitle: str = "",
    abstract: str = "",
    year: str = "",
    venue: str = "",
    authors: Iterable[str] = (),
    doi: str = "",
    link: str = "",
    plain: Callable[[str], str] = str,
) -> dict[str, Any]:
    """The values of one work as text, bounded before they are read; ``plain`` takes the format's own markup away."""

    def text(value: str, limit: int = _LINE) -> str:
        return prose(plain(value[:limit]))

    return {
        "title": with_subtitle(text(title), text(subtitle)),
        "abstract": text(abstract, _TEXT),
        "year": text(year),
        "venue": text(venue),
        "authors": [text(author) for author in islice(authors, AUTHOR_LIMIT)],
        "doi": doi[:_LINE] or link_doi(link[:_LINE]),
    }
