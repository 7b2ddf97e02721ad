"""The one shape every source is read into, and what of it is refused."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.people.enums import RefusalReason

# More authors than this are not shown anywhere; large collaborations sign with thousands.
AUTHOR_LIMIT = 200
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:b|em|i|p|scp?|span|strong|su[bp]|tt|u|jats:[a-z]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[5-9]|20|21)\d{2}\b")


@dataclass(frozen=True, kw_only=True)
class Item:
    title: str
    abstract: str = ""
    year: int | None = None
    venue: str = ""
    authors: tuple[str, ...] = ()
    doi: str = ""


@dataclass(frozen=True)
class Bibliography:
    """Usable items and, for each other entry, its name and the reason; how many a bound left out."""

    items: list[Item] = field(default_factory=list)
    rejected: list[tuple[str, RefusalReason]] = field(default_factory=list)
    left_out: int = 0

    @property
    def found(self) -> int:
        return len(self.items) + len(self.rejected)

    def take(self, name: str, values: Mapping[str, Any] | RefusalReason) -> None:
        """Add one entry: its values (title, abstract, year, venue, authors, doi), or why it cannot be used."""
        reason = values if isinstance(values, RefusalReason) else _refusal(line(values["title"]))
        if reason is not None:
            self.rejected.append((line(name)[:200], reason))
        elif not isinstance(values, RefusalReason):
            self.items.append(_item(values))


def clean_doi(text: str) -> str:
    """The DOI inside ``text`` in lower case, or nothing.

    >>> clean_doi("https://doi.org/10.1000/ABC.")
    '10.1000/abc'
    """
    found = _DOI.search(text)
    return found.group().rstrip(".,;)}").lower()[:200] if found else ""


def line(text: Any) -> str:
    """``text`` on one line, without what the database cannot store (NUL, lone surrogates)."""
    storable = str(text or "").replace("\x00", "").encode("utf-8", "ignore").decode()
    return " ".join(storable.split())


def prose(text: Any) -> str:
    """``text`` as public sources send it, without their markup and entities.

    >>> prose("<i>In vivo</i> trust &amp; p < 0.05")
    'In vivo trust & p < 0.05'
    """
    return line(html.unescape(_MARKUP.sub("", str(text or ""))))


def _refusal(title: str) -> RefusalReason | None:
    if not title:
        return RefusalReason.NO_TITLE
    return RefusalReason.LONG_TITLE if len(title) > 500 else None


def _item(values: Mapping[str, Any]) -> Item:
    year = _YEAR.search(str(values["year"]))
    authors = [name for author in values["authors"] if (name := line(author)[:200])]
    return Item(
        title=line(values["title"]),
        abstract=line(values["abstract"])[:10_000],
        year=int(year.group()) if year else None,
        venue=line(values["venue"])[:300],
        authors=tuple(authors[:AUTHOR_LIMIT]),
        doi=clean_doi(line(values["doi"])),
    )
