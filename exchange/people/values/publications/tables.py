"""Tables with a line of headings, parted by commas, semicolons or tabs."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from exchange.people.enums import RefusalReason
from exchange.people.values.publications.entries import Entry, refused, work
from exchange.people.values.publications.headings import columns_of

SEPARATORS = ("\t", ";", ",", "|")
# Some exports begin with lines about the search; a cell with breaks in it is not longer than this.
HEADING_LINES, CELL_LINES = 20, 200
_HANGUL = re.compile(r"[가-힣\s,·ㆍ]+")
_INITIALS = re.compile(r"[^\W\d_][\w'’ -]*\s(?:[^\W\d_]\.?[- ]?){1,4}")
_NUMBER = re.compile(r"\s*\(\d+\)$")


@dataclass(frozen=True)
class Layout:
    """How a table is parted, in which line its headings stand (from 0), how many columns it has, and which."""

    separator: str
    line: int
    width: int
    columns: dict[str, int]


def layout_of(text: str) -> Layout | None:
    """The first of the first lines that names a title column, whatever parts it."""
    for number, line in enumerate(text.split("\n", HEADING_LINES)[:HEADING_LINES]):
        for separator in SEPARATORS:
            cells = _cells(line[:10_000], separator)
            if columns := columns_of(cells):
                return Layout(separator, number, len(cells), columns)
    return None


def entries(text: str) -> Iterator[Entry]:
    """A row each. One that does not fit the headings is refused, and those around it are read."""
    if layout := layout_of(text):
        for line, cells in _rows(text.split("\n"), layout):
            yield _entry(line, cells, layout)


def _entry(line: int, cells: Sequence[str], layout: Layout) -> Entry:
    name = next((cell for cell in [*cells[layout.columns["title"] :][:1], *cells] if cell.strip()), "")
    if len(cells) != layout.width and any(cell.strip() for cell in cells[layout.width :]):
        return refused(name, line, RefusalReason.COLUMNS)
    return Entry(name, line, partial(_understood, cells, layout.columns))


def _understood(cells: Sequence[str], columns: dict[str, int]) -> dict[str, Any]:
    values = {field: cells[column] for field, column in columns.items() if column < len(cells)}
    authors = _names(values.pop("authors", ""))
    return work(title=values.pop("title", ""), authors=authors, **values)  # type: ignore[arg-type]  # plain is no column


def _rows(lines: list[str], layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells of what stands below the headings."""
    at = layout.line + 1
    while at < len(lines):
        cells, taken = _row(lines, at, layout)
        if any(cell.strip() for cell in cells):
            yield at + 1, cells
        at += taken


def _row(lines: list[str], at: int, layout: Layout) -> tuple[list[str], int]:
    """The cells of the row that begins at a line, and how many lines it takes.

    A quotation mark that nothing closes must not swallow the rows behind it: then its line is a row by itself.
    """
    window = lines[at : at + CELL_LINES] if '"' in lines[at] else [lines[at]]
    reader = csv.reader((f"{line}\n" for line in window), delimiter=layout.separator, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return _cells(lines[at], layout.separator), 1
    if reader.line_num > 1 and len(cells) != layout.width:
        return _cells(lines[at], layout.separator), 1
    return cells, reader.line_num


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _names(text: str) -> list[str]:
    """Parted at semicolons; at commas only where they cannot part family and given name.

    >>> _names("Doe, J.; Roe, R."), _names("한가람, 도하늘"), _names("Doe J., Van Roe R.-K."), _names("Doe, Jane")
    (['Doe, J.', 'Roe, R.'], ['한가람', '도하늘'], ['Doe J.', 'Van Roe R.-K.'], ['Doe, Jane'])
    """
    for separator in (";", "|", "\n"):
        if separator in text:
            return [_NUMBER.sub("", name.strip()) for name in text.split(separator)]
    names = [name.strip() for name in re.split(r"[,·ㆍ]", text)]
    is_korean = len(text) < 10_000 and len(names[0]) > 1 and _HANGUL.fullmatch(text)
    if is_korean or all(len(name) < 100 and _INITIALS.fullmatch(name) for name in names):
        return names
    return [_NUMBER.sub("", text)]
