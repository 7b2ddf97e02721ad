"""The one shape every source is read into, and what of it is refused."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.http.text import entered
from exchange.people.enums import PublicationSource, RefusalReason
from exchange.people.values.publications.dois import clean_doi

# More authors than this are not shown anywhere; large collaborations sign with thousands.
AUTHOR_LIMIT = 200
TITLE_LIMIT, ABSTRACT_LIMIT = 500, 10_000
# Of an entry that says nothing by which to call it; said in the reader's language where it is read.
NAMELESS = "?"
_MARKUP = re.compile(
    r"</?(?:(?P<block>br|div|p|title|jats:(?:p|sec|title))|b|bold|em|i|inline-formula|italic|scp?|span|strong|su[bp]"
    r"|tex-math|tt|u|(?:jats|mml):[a-z]+|inf|math|mi|mn|mo|mrow|m?sub|msup|msubsup|mtext)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d{2}(?=(?:\d{2}){0,2}(?!\d))")
_HANGUL_NAME = re.compile(r"([가-힣]{1,2})\s*,\s*([가-힣]{1,3})")
_OTHERS = re.compile(
    r"(?:^|,?\s+)(?:and\s+)?(?:et\s+al\.?|others)$|(?:^|(?<=[가-힣)])\s*)외\s*\d{0,4}\s*[명인]$", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Item:
    title: str
    abstract: str = ""
    year: int | None = None
    venue: str = ""
    authors: tuple[str, ...] = ()
    doi: str = ""


@dataclass(frozen=True)
class Planned:
    """What would become of an entry: new, or merged with the publication whose title is ``into``.

    Venue and DOI came to the end: previews from before have neither.
    """

    title: str
    year: int | None
    into: str | None
    venue: str = ""
    doi: str = ""

    @property
    def row(self) -> list[str | int | None]:
        """As an import keeps it."""
        return [self.title, self.year, self.into, self.venue, self.doi]


@dataclass(frozen=True)
class Refusal:
    """An entry that cannot be used; the line where it begins, in what has lines."""

    name: str
    reason: RefusalReason
    line: int | None = None

    @property
    def row(self) -> list[str | int | None]:
        """As an import keeps it."""
        return [self.name, self.reason.value, self.line]


@dataclass(frozen=True)
class Bibliography:
    """Usable items and, for each other entry, its name and the reason; how many a bound left out; in which format."""

    items: list[Item] = field(default_factory=list)
    rejected: list[Refusal] = field(default_factory=list)
    left_out: int = 0
    source: PublicationSource | None = None

    @property
    def found(self) -> int:
        return len(self.items) + len(self.rejected)

    def take(self, name: str, values: Mapping[str, Any] | RefusalReason, at: int | None = None) -> None:
        """Add one entry: its values (title, abstract, year, venue, authors, doi), or why it cannot be used."""
        reason = values if isinstance(values, RefusalReason) else _refusal(line(values["title"]))
        if reason is not None:
            self.rejected.append(Refusal(line(name)[:200], reason, at))
        elif not isinstance(values, RefusalReason):
            self.items.append(_item(values))


def line(text: Any) -> str:
    """``text`` on one line, as text enters, without what the database cannot store (NUL, lone surrogates)."""
    storable = str(text or "").replace("\x00", "").encode("utf-8", "ignore").decode()
    return entered(" ".join(storable.split()))


def prose(text: Any) -> str:
    """``text`` as public sources send it, without their markup and entities.

    >>> prose("<i>In vivo</i> trust &amp; p < 0.05")
    'In vivo trust & p < 0.05'
    >>> prose("&lt;i&gt;In vivo&lt;/i&gt; at AT&amp;amp;T<br/>again")
    'In vivo at AT&T again'
    """
    plain = str(text or "")
    for _time in range(2):  # some escape what was escaped
        plain = html.unescape(_MARKUP.sub(lambda tag: " " if tag["block"] else "", plain))
    return line(plain)


def with_subtitle(title: str, subtitle: str) -> str:
    """
    >>> with_subtitle("Kappa fields", "A survey"), with_subtitle("Is it?", "A survey"), with_subtitle("A: B", "B")
    ('Kappa fields: A survey', 'Is it? A survey', 'A: B')
    """
    title, subtitle = title.strip(), subtitle.strip()
    if not title or not subtitle or title.casefold().endswith(subtitle.casefold()):
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!:" else f"{title}: {subtitle}"


def author_name(text: Any) -> str:
    """A name as it is written, Korean ones with the family name first; nothing for "and others".

    >>> author_name("한, 가람"), author_name("Doe, Jane et al."), author_name("others"), author_name("한가람 외 3명")
    ('한가람', 'Doe, Jane', '', '한가람')
    """
    name = _OTHERS.sub("", line(text)[:200].strip(" ,;")).strip(" ,;")
    korean = _HANGUL_NAME.fullmatch(name)
    return f"{korean[1]}{korean[2]}" if korean else name


def _refusal(title: str) -> RefusalReason | None:
    if not title:
        return RefusalReason.NO_TITLE
    return RefusalReason.LONG_TITLE if len(title) > TITLE_LIMIT else None


def _item(values: Mapping[str, Any]) -> Item:
    year = _YEAR.search(str(values["year"]))
    authors = [name for author in values["authors"][:AUTHOR_LIMIT] if (name := author_name(author))]
    return Item(
        title=line(values["title"]),
        abstract=line(values["abstract"])[:ABSTRACT_LIMIT],
        year=int(year.group()) if year else None,
        venue=line(values["venue"])[:300],
        authors=tuple(authors),
        doi=clean_doi(line(values["doi"])),
    )
