"""The stages with their windows, typed in the notice's own time zone."""

import zoneinfo
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.programmes.enums import StageKind
from exchange.programmes.forms.rows import RowForm, Values
from exchange.programmes.forms.section import Section

ZONES = [
    ("Asia/Seoul", _("Korea (Seoul)")),
    ("America/New_York", _("US Eastern (New York)")),
    ("America/Chicago", _("US Central (Chicago)")),
    ("America/Denver", _("US Mountain (Denver)")),
    ("America/Los_Angeles", _("US Pacific (Los Angeles)")),
    ("UTC", "UTC"),
]


class ZonedInstantField(forms.DateTimeField):
    """A wall-clock time without a zone: the row says in which zone it is meant."""

    YEARS = range(2000, 2101)
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        instant = super().to_python(value)
        if instant is not None and instant.year not in self.YEARS:
            raise ValidationError(_("Give a year from 2000 to 2100."))
        return instant.replace(tzinfo=None) if instant is not None else None

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


class StageRow(RowForm):
    kind = forms.ChoiceField(label=_("Stage"), choices=StageKind.choices)
    opens_at = ZonedInstantField(label=_("Opens"))
    closes_at = ZonedInstantField(label=_("Closes"))
    time_zone = forms.ChoiceField(label=_("Time zone of the notice"), choices=ZONES)
    by_invitation = forms.BooleanField(label=_("Only for those whom the stage before let through"), required=False)

    @property
    def heading(self) -> str:
        return str(StageKind(self.initial["kind"]).label) if self.initial else ""

    @staticmethod
    def read(row: Values) -> Values:
        zone = zoneinfo.ZoneInfo(row["time_zone"])
        return row | {name: row[name].astimezone(zone).replace(tzinfo=None) for name in ("opens_at", "closes_at")}

    def values(self) -> Values:
        row = self.cleaned_data
        zone = zoneinfo.ZoneInfo(row["time_zone"])
        instants = {name: row[name].replace(tzinfo=zone) for name in ("opens_at", "closes_at")}
        plain = {name: row[name] for name in ("kind", "time_zone", "by_invitation")}
        return plain | instants


STAGES = Section("stages", _("Stages"), path=("stages",), row=StageRow)
