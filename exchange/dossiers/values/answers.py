"""Answers as people type them and as they are stored: one reader for each kind of question. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.values.questions import Question
from exchange.money.amounts import format_money, parse_money
from exchange.money.enums import Currency

MOST_CHARACTERS = 100_000
MOST_IN_A_CELL = 2_000
MOST_ROWS = 200
_LARGEST = Decimal(10**15)
# What PostgreSQL's JSON cannot hold.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_CELL = re.compile(r"cell-(\d{1,4})-([a-z][a-z0-9_]*)")


def read_answer(question: Question, raw: Any) -> Any:
    """The stored value of what was typed or sent; ``None`` for nothing. Raises ``ValidationError`` in words.

    A text over its limit is kept: the checks say so, and nothing typed is lost.
    """
    return None if raw is None else _READERS[question.kind](question, raw)


def typed_rows(data: Mapping[str, str], question: Question) -> list[dict[str, str]]:
    """The rows of a table from a page's fields ``cell-<row>-<column>``."""
    columns = {column.key for column in question.columns}
    rows: dict[int, dict[str, str]] = {}
    for name, text in data.items():
        found = _CELL.fullmatch(name)
        if found and found[2] in columns:
            rows.setdefault(int(found[1]), {})[found[2]] = text
    return [rows[number] for number in sorted(rows)]


def typed_value(question: Question, value: Any) -> Any:
    """As it stands in the field."""
    if question.kind == QuestionKind.MONEY and value is not None:
        return format_money(value, question.currency or Currency.KRW).lstrip("₩$€")
    return "" if value is None else value


def describe(question: Question, value: Any) -> str:
    """As people read it; a table line by line."""
    if value in (None, ""):
        return ""
    if question.kind == QuestionKind.CHOICE:
        return next((str(choice.label) for choice in question.choices if choice.key == value), str(value))
    if question.kind == QuestionKind.MONEY:
        return format_money(value, question.currency or Currency.KRW)
    if question.kind == QuestionKind.NUMBER:
        return number_format(value, use_l10n=True)
    if question.kind == QuestionKind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if question.kind == QuestionKind.TABLE:
        return "\n".join(" | ".join(row.get(column.key, "") for column in question.columns) for row in value)
    return str(value)


def _text(question: Question, raw: Any) -> str | None:
    text = _clean(raw, MOST_CHARACTERS)
    return text if text.strip() else None


def _choice(question: Question, raw: Any) -> str | None:
    if raw == "":
        return None
    if raw not in [choice.key for choice in question.choices]:
        raise ValidationError(_("Choose one of the answers."))
    return str(raw)


def _number(question: Question, raw: Any) -> int | float | None:
    if isinstance(raw, str) and not raw.strip():
        return None
    try:
        number = Decimal(str(raw).replace(",", "").strip())
    except InvalidOperation:
        raise ValidationError(_("Write a number in digits.")) from None
    if not number.is_finite() or abs(number) > _LARGEST:
        raise ValidationError(_("Write a number in digits."))
    _check_range(question, number)
    return int(number) if number == number.to_integral_value() else float(number)


def _money(question: Question, raw: Any) -> int | None:
    if isinstance(raw, str) and not raw.strip():
        return None
    currency = Currency(question.currency or Currency.KRW)
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= _LARGEST:
        minor = raw
    else:
        try:
            minor = parse_money(_clean(raw, 40), currency)
        except ValueError as error:
            raise ValidationError(str(error)) from None
    _check_range(question, Decimal(minor).scaleb(-currency.minor_digits))
    return minor


def _date(question: Question, raw: Any) -> str | None:
    text = _clean(raw, 40).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValidationError(_("Write a date as year-month-day, for example 2026-07-01.")) from None


def _table(question: Question, raw: Any) -> list[dict[str, str]] | None:
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        raise ValidationError(_("A table is a list of rows."))
    columns = [column.key for column in question.columns]
    rows = [{key: _clean(row.get(key, ""), MOST_IN_A_CELL).strip() for key in columns} for row in raw]
    kept = [row for row in rows if any(row.values())]
    if len(kept) > MOST_ROWS:
        raise ValidationError(_("At most %(limit)d rows.") % {"limit": MOST_ROWS})
    return kept or None


def _file(question: Question, raw: Any) -> None:
    raise ValidationError(_("Upload this file with the documents."))


def _clean(raw: Any, most: int) -> str:
    if not isinstance(raw, str):
        raise ValidationError(_("Write a text."))
    if _UNSTORABLE.search(raw):
        raise ValidationError(_("The text contains a character that cannot be stored."))
    text = raw.replace("\r\n", "\n")
    if len(text) > most:
        raise ValidationError(_("At most %(limit)d characters can be kept here.") % {"limit": most})
    return text


def _check_range(question: Question, number: Decimal) -> None:
    if question.minimum is not None and number < question.minimum:
        raise ValidationError(
            _("At least %(limit)s.") % {"limit": number_format(question.minimum, force_grouping=True)}
        )
    if question.maximum is not None and number > question.maximum:
        raise ValidationError(_("At most %(limit)s.") % {"limit": number_format(question.maximum, force_grouping=True)})


_READERS: dict[QuestionKind, Callable[[Question, Any], Any]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.DATE: _date,
    QuestionKind.TABLE: _table,
    QuestionKind.FILE: _file,
}
