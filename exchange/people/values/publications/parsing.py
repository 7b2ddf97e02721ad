"""BibTeX, RIS and CSV into items; what cannot be used is listed with its reason."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import rispy
from django.utils.translation import gettext as _
from pybtex.database import Entry
from pybtex.database.input.bibtex import DuplicateField, Parser
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.scanner import PybtexSyntaxError

from exchange.people.enums import PublicationSource, RefusalReason
from exchange.people.values.publications.items import Bibliography

ENTRY_LIMIT = 2000
# The name of an entry with its values, or with the reason why it is of no use.
Entries = Iterator[tuple[str, dict[str, Any] | RefusalReason]]


class UnreadableBibliography(Exception):
    """The text as a whole is not of the format; the message says where it breaks."""


def parse(text: str, source: str) -> Bibliography:
    """Read ``text`` in the format ``source`` (BIBTEX, RIS or CSV).

    Raises:
        UnreadableBibliography: not of that format, or more than 2,000 entries.
    """
    readers: dict[str, Callable[[str], Entries]] = {
        PublicationSource.BIBTEX: _bibtex,
        PublicationSource.RIS: _ris,
        PublicationSource.CSV: _csv,
    }
    result = Bibliography()
    for number, (name, values) in enumerate(readers[source](text.replace("\x00", "")), start=1):
        if number > ENTRY_LIMIT:
            raise UnreadableBibliography(_("More than %(limit)d entries: split the file.") % {"limit": ENTRY_LIMIT})
        result.take(name, values)
    return result


class _BibTeX(Parser):
    """Keeps the first of two entries with the same key, and the first of two fields of the same name."""

    def __init__(self) -> None:
        super().__init__()
        self.repeated: list[str] = []

    def process_entry(self, entry_type: str, key: str | None, fields: Any) -> None:
        if key in self.data.entries:
            self.repeated.append(str(key))
        else:
            super().process_entry(entry_type, key, fields)

    def handle_error(self, error: PybtexError) -> None:
        if not isinstance(error, DuplicateField):
            raise error


def _bibtex(text: str) -> Entries:
    parser = _BibTeX()
    try:
        entries = parser.parse_string(text).entries
    except PybtexSyntaxError as error:
        message = _("Line %(line)s is not BibTeX.") % {"line": error.lineno}
        raise UnreadableBibliography(message) from None
    except PybtexError:
        raise UnreadableBibliography(_("This is not BibTeX.")) from None
    if not entries:
        raise UnreadableBibliography(_("Line %(line)s is not BibTeX.") % {"line": 1})
    for key, entry in entries.items():
        yield key, _bibtex_values(entry)
    for key in parser.repeated:
        yield key, RefusalReason.REPEATED_KEY


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
    with suppress(PybtexError, ValueError):
        text = str(Text.from_latex(text).render_as("text"))
    return text.replace("{", "").replace("}", "")


def _ris(text: str) -> Entries:
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


def _csv(text: str) -> Entries:
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
