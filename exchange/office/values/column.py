"""Columns of a list, and how a cell of each kind reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from exchange.money.amounts import Amount
from exchange.office.enums import Kind

Row = TypeVar("Row")
Cell = str | int | date | datetime | Amount | None


@dataclass(frozen=True)
class Column(Generic[Row]):
    """``value`` gives what ``kind`` says, or ``None`` for an empty cell; texts in the active language."""

    label: str | Promise
    value: Callable[[Row], Any]
    kind: Kind = Kind.TEXT

    def header(self) -> str:
        """In the active language; a column of instants names the active zone."""
        if self.kind != Kind.INSTANT:
            return str(self.label)
        return _("%(label)s (%(zone)s)") % {"label": self.label, "zone": timezone.get_current_timezone_name()}


def as_shown(cell: Cell) -> str:
    """On a page: in the reader's language and zone, which the header names."""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    return "" if cell is None else str(cell)


def as_plain(cell: Cell) -> str | int:
    """In a text file: dates and amounts as any program reads them.

    >>> as_plain(date(2026, 3, 1)), as_plain(Amount(1_250_050, "USD")), as_plain(None)
    ('2026-03-01', '12500.50 USD', '')
    """
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Amount):
        return f"{cell.major} {cell.currency}"
    return "" if cell is None else cell
