"""What is wrong with a definition that a machine sent, by the place of the field and in the reader's language."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails


def errors_by_place(error: ValidationError) -> dict[str, list[str]]:
    """``{"stages.0.closes_at": ["…"]}``; what is about the whole stands under ``non_field_errors``."""
    told: dict[str, list[str]] = defaultdict(list)
    for detail in error.errors():
        told[".".join(map(str, detail["loc"])) or "non_field_errors"].append(_message(detail))
    return dict(told)


def _message(detail: ErrorDetails) -> str:
    """Our own objections as they are; pydantic's, which are in English alone, by their kind."""
    values: dict[str, Any] = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error":
        return str(values["error"])
    if kind == "enum":
        values["expected"] = values["expected"].replace(" or ", ", ")
    said = {
        "missing": _("This field is required."),
        "extra_forbidden": _("There is no such field."),
        "enum": _("Expected: %(expected)s."),
        "greater_than_equal": _("At least %(ge)s is needed."),
        "less_than_equal": _("At most %(le)s is allowed."),
        "string_too_long": _("At most %(max_length)s characters are allowed."),
        "string_pattern_mismatch": _(
            "A key begins with a small letter and has up to 40 small letters, digits and “_”."
        ),
        "decimal_max_places": _("At most %(decimal_places)s decimal places are allowed."),
        "timezone_aware": _("Say with “Z” or an offset such as “+09:00” which time zone is meant."),
    }
    return said[kind] % values if kind in said else _of_type(kind)


def _of_type(kind: str) -> str:
    """By the first word of the kind: ``string_type``, ``int_parsing``, ``datetime_from_date_parsing`` …"""
    said = {
        "string": _("A text is needed."),
        "int": _("A whole number is needed."),
        "decimal": _("A number is needed."),
        "finite": _("A number is needed."),
        "bool": _("True or false is needed."),
        "tuple": _("A list is needed."),
        "model": _("An object with named fields is needed."),
        "date": _("A date such as 2026-07-01 is needed."),
        "datetime": _("An instant such as 2026-02-21T15:00:00+09:00 is needed."),
    }
    return said.get(kind.partition("_")[0], _("This is not valid."))
