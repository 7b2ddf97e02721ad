"""Tables with a line of headings, parted by commas, semicolons or tabs."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from exchange.people.enums import RefusalReason
from exchange.people.values.publications.entries import Entry, first, refused, work
from exchange.people.values.publications.headings import columns_of, field_of

SEPARATORS = ("\t", ";", ",", "|")
# Some exports begin with lines about the search; a cell with breaks in it is not longer than this.
HEADING_LINES, CELL_LINES = 20, 200
_KOREAN = re.compile(r"[가-힣][가-힣\s]*(?:\([^()]{0,100}\))?|")
_AND = re.compile(r",? (?:and|&) |(?<=[가-힣)]) ?/ ?(?=[가-힣])")
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
        lines = text.split("\n")
        if _is_turned(lines, layout):
            yield from _turned(lines, layout)
            return
        for line, cells in _rows(lines, layout):
            yield _entry(line, cells, layout)


def _is_turned(lines: list[str], layout: Layout) -> bool:
    """Whether each line holds one value with its name in front, as Embase has it ("fields by row")."""
    below = lines[layout.line + 1 : layout.line + 1 + HEADING_LINES]
    named = [field_of(cells[0]) for line in below if (cells := _cells(line[:10_000], layout.separator))]
    return layout.width > 1 and layout.columns == {"title": 0} and len({*named} - {"", "title"}) > 1


def _turned(lines: list[str], layout: Layout) -> Iterator[Entry]:
    """A work from each title on."""
    works: list[tuple[int, dict[str, list[str]]]] = []
    for number, line in enumerate(lines[layout.line :], start=layout.line + 1):
        name, *values = [cell.strip() for cell in _cells(line, layout.separator)] or [""]
        field = field_of(name)
        if field == "title":
            works.append((number, {}))
        if field:
            works[-1][1].setdefault(field, [value for value in values if value])
    for number, found in works:
        yield Entry(first(found, "title"), number, partial(_of_turned, found))


def _of_turned(found: dict[str, list[str]]) -> dict[str, Any]:
    values = {field: " ".join(parts) for field, parts in found.items() if field != "authors"}
    return work(title=values.pop("title", ""), authors=found.get("authors", []), **values)  # type: ignore[arg-type]


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
    >>> _names("한가람(Han, Ga-ram), 도하늘(Do, Ha-neul)"), _names("한가람 / 도하늘"), _names("Doe, J. and Roe, R.")
    (['한가람(Han, Ga-ram)', '도하늘(Do, Ha-neul)'], ['한가람', '도하늘'], ['Doe, J.', 'Roe, R.'])
    """
    for separator in (";", "|", "\n"):
        if separator in text:
            return [_NUMBER.sub("", name.strip()) for name in text.split(separator)]
    text = " ".join(text.split())
    several = [part for part in _AND.split(text) if part.strip()]
    if len(several) > 1:
        return [name for part in several for name in _names(part)]
    names = [name.strip() for name in re.split(r"[,·ㆍ](?![^()]{0,100}\))", text)]
    is_korean = len(text) < 10_000 and len(names[0]) > 1 and all(map(_KOREAN.fullmatch, names))
    if is_korean or all(len(name) < 100 and _INITIALS.fullmatch(name) for name in names):
        return names
    return [_NUMBER.sub("", text)]
