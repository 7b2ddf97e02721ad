"""BibTeX, RIS and CSV into items; what cannot be used is listed with its reason."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import rispy
from django.utils.translation import gettext as _
from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.scanner import PybtexSyntaxError

from exchange.people.enums import PublicationSource

ENTRY_LIMIT = 2000
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[5-9]|20|21)\d{2}\b")


class UnreadableBibliography(Exception):  # noqa: N818 - a state of the text, told in one line
    """The text as a whole is not of the format; the message says where it breaks."""


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
    """Usable items and, for each other entry, its name and the reason."""

    items: list[Item] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)


def parse(text: str, source: str) -> Bibliography:
    """Read ``text`` in the format ``source`` (BIBTEX, RIS or CSV).

    Raises:
        UnreadableBibliography: not of that format, or more than 2,000 entries.
    """
    readers: dict[str, Callable[[str], Iterator[tuple[str, dict[str, Any]]]]] = {
        PublicationSource.BIBTEX: _bibtex,
        PublicationSource.RIS: _ris,
        PublicationSource.CSV: _csv,
    }
    result = Bibliography()
    for number, (name, values) in enumerate(readers[source](text.replace("\x00", "")), start=1):
        if number > ENTRY_LIMIT:
            raise UnreadableBibliography(_("More than %(limit)d entries: split the file.") % {"limit": ENTRY_LIMIT})
        _take(result, name, values)
    return result


def clean_doi(text: str) -> str:
    """The DOI inside ``text`` in lower case, or nothing.

    >>> clean_doi("https://doi.org/10.1000/ABC.")
    '10.1000/abc'
    """
    found = _DOI.search(text)
    return found.group().rstrip(".,;)}").lower()[:200] if found else ""


def _take(result: Bibliography, name: str, values: dict[str, Any]) -> None:
    title = _line(values["title"])
    if not title:
        result.rejected.append((name, _("It has no title.")))
    elif len(title) > 500:
        result.rejected.append((name, _("Its title is longer than 500 characters.")))
    else:
        result.items.append(_item(title, values))


def _item(title: str, values: Mapping[str, Any]) -> Item:
    year = _YEAR.search(str(values["year"]))
    return Item(
        title=title,
        abstract=_line(values["abstract"])[:10_000],
        year=int(year.group()) if year else None,
        venue=_line(values["venue"])[:300],
        authors=tuple(_line(author)[:200] for author in values["authors"] if _line(author)),
        doi=clean_doi(str(values["doi"])),
    )


def _line(text: Any) -> str:
    return " ".join(str(text or "").replace("{", "").replace("}", "").split())


def _bibtex(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        data: BibliographyData = parse_string(text, "bibtex")
    except PybtexSyntaxError as error:
        message = _("Line %(line)s is not BibTeX.") % {"line": error.lineno}
        raise UnreadableBibliography(message) from None
    except PybtexError:
        raise UnreadableBibliography(_("An entry occurs twice, or is not BibTeX.")) from None
    if not data.entries:
        raise UnreadableBibliography(_("Line %(line)s is not BibTeX.") % {"line": 1})
    for key, entry in data.entries.items():
        yield key, _bibtex_values(entry)


def _bibtex_values(entry: Entry) -> dict[str, Any]:
    links = {"doi", "url"}
    fields = {name.lower(): value if name.lower() in links else _plain(value) for name, value in entry.fields.items()}
    return {
        "title": fields.get("title", ""),
        "abstract": fields.get("abstract", ""),
        "year": fields.get("year") or fields.get("date", ""),
        "venue": fields.get("journal") or fields.get("booktitle") or fields.get("publisher", ""),
        "authors": [_plain(str(person)) for person in entry.persons.get("author", [])],
        "doi": fields.get("doi") or fields.get("url", ""),
    }


def _plain(text: str) -> str:
    """LaTeX as plain text; what is not LaTeX stays as it is."""
    try:
        return str(Text.from_latex(text).render_as("text"))
    except (PybtexError, ValueError):
        return text


def _ris(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        entries = rispy.loads(text)
    except (OSError, ValueError, KeyError, IndexError):
        raise UnreadableBibliography(_("This is not RIS.")) from None
    if not entries:
        raise UnreadableBibliography(_("This is not RIS."))
    for number, entry in enumerate(entries, start=1):
        yield (
            _("Entry %(number)d") % {"number": number},
            {
                "title": entry.get("title") or entry.get("primary_title", ""),
                "abstract": entry.get("abstract") or entry.get("notes_abstract", ""),
                "year": entry.get("year") or entry.get("publication_year", ""),
                "venue": entry.get("journal_name") or entry.get("secondary_title", ""),
                "authors": entry.get("authors") or entry.get("first_authors", []),
                "doi": entry.get("doi", ""),
            },
        )


def _csv(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Columns by name: title is needed; abstract, year, venue, authors (split at semicolons) and doi may be there."""
    try:
        reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
        if "title" not in [(name or "").strip().lower() for name in reader.fieldnames or []]:
            raise UnreadableBibliography(_("The first line must name the columns; one of them is “title”."))
        for row in reader:
            values = {
                (name or "").strip().lower(): value or ""
                for name, value in row.items()
                if isinstance(value, str | None)
            }
            known = {name: values.get(name, "") for name in ("title", "abstract", "year", "venue", "doi")}
            yield (
                _("Line %(line)s") % {"line": reader.line_num},
                {**known, "authors": values.get("authors", "").split(";")},
            )
    except csv.Error:
        raise UnreadableBibliography(_("Line %(line)s is not CSV.") % {"line": reader.line_num}) from None
