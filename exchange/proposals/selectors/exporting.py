"""Rows of proposals as files: one row in memory at a time, and nothing that a spreadsheet would run."""

import csv
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import xlsxwriter
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.people.enums import Side
from exchange.proposals.enums import ExportFormat
from exchange.proposals.models import Proposal, ProposalFigures

Cell = str | int
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def as_text(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, made one that it shows.

    >>> as_text("=HYPERLINK(1)"), as_text("로봇"), as_text(-1)
    ("'=HYPERLINK(1)", '로봇', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


class TableWriter(ABC):
    """Rows in, a file at ``path``; closes as a context."""

    def __init__(self, path: Path) -> None:
        self.path = path

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

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def write(self, row: Sequence[Cell]) -> None:
        self._writer.writerow([as_text(cell) for cell in row])

    def close(self) -> None:
        self._file.close()


class XlsxTableWriter(TableWriter):
    """``constant_memory`` flushes each row to a temporary file. Texts are written as texts, so no formula arises."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._row = 0

    def write(self, row: Sequence[Cell]) -> None:
        for column, cell in enumerate(row):
            add = self._sheet.write_string if isinstance(cell, str) else self._sheet.write_number
            add(self._row, column, cell)
        self._row += 1

    def close(self) -> None:
        self._book.close()


WRITERS: dict[ExportFormat, type[TableWriter]] = {
    ExportFormat.CSV: CsvWriter,
    ExportFormat.XLSX: XlsxTableWriter,
}


def _instant(instant: datetime | None) -> str:
    """In the reader's zone, which the head of the column names."""
    return timezone.localtime(instant).strftime("%Y-%m-%d %H:%M") if instant else ""


def _leads(figures: ProposalFigures, side: Side) -> str:
    leads = [lead for lead in figures.leads if lead["side"] == side]
    return "; ".join(f"{lead['name']} ({lead['organisation']})" for lead in leads)


def _sides(sides: Sequence[str]) -> str:
    return ", ".join(str(Side(side).label) for side in sides)


Column = tuple[str | Promise, Callable[[Proposal, ProposalFigures], Any]]
COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("No."), lambda proposal, figures: proposal.pk),
    (gettext_lazy("Stage"), lambda proposal, figures: str(proposal.get_stage_display())),
    (gettext_lazy("State"), lambda proposal, figures: str(proposal.get_state_display())),
    (gettext_lazy("Sides"), lambda proposal, figures: _sides(proposal.sides)),
    (gettext_lazy("Submitted title in English"), lambda proposal, figures: figures.title_en),
    (gettext_lazy("Submitted title in Korean"), lambda proposal, figures: figures.title_ko),
    (gettext_lazy("Korean principal investigator"), lambda proposal, figures: _leads(figures, Side.KR)),
    (gettext_lazy("US principal investigator"), lambda proposal, figures: _leads(figures, Side.US)),
    (gettext_lazy("People"), lambda proposal, figures: figures.people),
    (gettext_lazy("Accepted"), lambda proposal, figures: figures.accepted),
    (gettext_lazy("Signed off"), lambda proposal, figures: figures.signed),
    (gettext_lazy("Confirmed by"), lambda proposal, figures: _sides(figures.confirmed_sides)),
    (gettext_lazy("Required parts"), lambda proposal, figures: figures.required),
    (gettext_lazy("Filled parts"), lambda proposal, figures: figures.filled),
    (gettext_lazy("Per cent filled"), lambda proposal, figures: figures.percent),
    (gettext_lazy("Changed since submitted"), lambda proposal, figures: _("Yes") if figures.is_changed else _("No")),
)


def header() -> list[Cell]:
    """In the active language; the columns of instants name the active zone."""
    zone = timezone.get_current_timezone_name()
    instants = (_("Submitted (%(zone)s)") % {"zone": zone}, _("Last changed (%(zone)s)") % {"zone": zone})
    return [*(str(label) for label, _value in COLUMNS), *instants]


def row_of(proposal: Proposal) -> list[Cell]:
    """Of a draft its figures alone."""
    figures = getattr(proposal, "figures", None) or ProposalFigures(proposal=proposal)
    values = [value(proposal, figures) for _label, value in COLUMNS]
    return [*values, _instant(proposal.submitted_at), _instant(proposal.changed_at)]
