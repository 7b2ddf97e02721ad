"""Instants that programs send."""

from datetime import MAXYEAR, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class InstantField(serializers.DateTimeField):
    """An instant that names its own offset from UTC, since a machine's zone is nobody's; within what can be stored."""

    default_error_messages = {
        "naive": _("Say with “Z” or an offset such as “+09:00” which time zone is meant."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        try:
            instant = super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow", timezone="UTC")
        typed = _parsed(value)
        if typed is not None and typed.tzinfo is None:
            self.fail("naive")
        if instant.year in (1, MAXYEAR):
            self.fail("overflow", timezone="UTC")
        return instant


def _parsed(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else parse_datetime(value)
