"""Rows as files: one row in memory at a time, and nothing that a spreadsheet would run."""

import csv
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import xlsxwriter
from django.utils import timezone

from exchange.http.text import UNSEEN
from exchange.money.amounts import Amount
from exchange.money.enums import Currency
from exchange.office.enums import ExportFormat, Kind
from exchange.office.values.column import Cell, as_plain

_BEGUN = rf"(?:\s|[\u200c\u200d]|{UNSEEN})*[=+\-@＝＋－＠]"
FORMULA = re.compile(rf" *[\t\r\n]|{_BEGUN}")
"""How one may begin: spreadsheets skip spaces of every width and what has no shape, and people do not see them."""
FORMULA_WITHIN = re.compile(rf"[;\t\r\n](?=\"?{_BEGUN})")
"""Where one may begin within a text: a German spreadsheet parts cells at semicolons, takes no quotes for such then,
and a doubled one behind a semicolon for an empty pair."""

WIDTHS = {Kind.TEXT: 28, Kind.INTEGER: 10, Kind.DATE: 12, Kind.INSTANT: 18, Kind.MONEY: 18}
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
"""What a cell and the name of a sheet hold."""

Head = Sequence[tuple[str, Kind]]


def as_text(cell: str | int) -> str | int:
    """A text that a spreadsheet would take for a formula, made one that it shows.

    >>> as_text("=HYPERLINK(1)"), as_text("로봇; =1"), as_text("로봇"), as_text(-1)
    ("'=HYPERLINK(1)", "로봇;' =1", '로봇', -1)
    """
    if not isinstance(cell, str):
        return cell
    shown = FORMULA_WITHIN.sub(r"\g<0>'", cell)
    return f"'{shown}" if FORMULA.match(cell) else shown


def sheet_name(title: str) -> str:
    """As a spreadsheet takes it.

    >>> sheet_name("Budgets: 2026/27"), sheet_name("'과제'"), sheet_name("[]")
    ('Budgets  2026 27', '과제', 'Sheet')
    """
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:LONGEST_NAME].strip(" '") or "Sheet"


class TableWriter(ABC):
    """Rows in, a file at ``path`` with ``head`` on top; closes as a context."""

    def __init__(self, path: Path, *, title: str, head: Head) -> None:
        self.path, self.title, self.head = path, title, head

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @abstractmethod
    def write(self, row: Sequence[Cell]) -> None: ...

    @abstractmethod
    def close(self) -> None: ...


class CsvWriter(TableWriter):
    """With a byte-order mark: without it Excel reads Hangul as something else."""

    def __init__(self, path: Path, *, title: str, head: Head) -> None:
        super().__init__(path, title=title, head=head)
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self.write([label for label, _kind in head])

    def write(self, row: Sequence[Cell]) -> None:
        self._writer.writerow([as_text(as_plain(cell)) for cell in row])

    def close(self) -> None:
        self._file.close()


class XlsxTableWriter(TableWriter):
    """``constant_memory`` flushes each row to a temporary file. Texts are written as texts, so no formula arises."""

    def __init__(self, path: Path, *, title: str, head: Head) -> None:
        super().__init__(path, title=title, head=head)
        options = {"constant_memory": True, "tmpdir": str(path.parent), "remove_timezone": True}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet(sheet_name(title))
        self._sheet.freeze_panes(1, 0)
        self._formats: dict[str, Any] = {}
        self._row = 0
        for column, (label, kind) in enumerate(head):
            self._sheet.set_column(column, column, max(WIDTHS[kind], _width(label) + 3))
            self._sheet.write_string(0, column, label, self._book.add_format({"bold": True}))

    def write(self, row: Sequence[Cell]) -> None:
        self._row += 1
        for column, cell in enumerate(row):
            self._write_cell(column, cell)

    def _write_cell(self, column: int, cell: Cell) -> None:
        match cell:
            case str():
                self._sheet.write_string(self._row, column, cell[:LONGEST_TEXT])
            case datetime():
                self._sheet.write_datetime(self._row, column, timezone.localtime(cell), self._as("yyyy-mm-dd hh:mm"))
            case date():
                self._sheet.write_datetime(self._row, column, cell, self._as("yyyy-mm-dd"))
            case Amount(currency=currency):
                digits = "." + "0" * places if (places := Currency(currency).minor_digits) else ""
                self._sheet.write_number(self._row, column, cell.major, self._as(f'#,##0{digits} "{currency}"'))
            case int():
                self._sheet.write_number(self._row, column, cell)

    def _as(self, shape: str) -> Any:
        if shape not in self._formats:
            self._formats[shape] = self._book.add_format({"num_format": shape})
        return self._formats[shape]

    def close(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(self.head) - 1)
        self._book.close()


def _width(text: str) -> int:
    """In Latin letters; a Hangul syllable is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


WRITERS: dict[ExportFormat, type[TableWriter]] = {
    ExportFormat.CSV: CsvWriter,
    ExportFormat.XLSX: XlsxTableWriter,
}
