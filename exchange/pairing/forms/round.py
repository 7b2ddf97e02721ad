import zoneinfo
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.forms.stages import ZONES, ZonedInstantField


class ClosingForm(forms.Form):
    """When the priorities close."""

    closes_at = ZonedInstantField(label=_("Priorities close at"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)

    def instant(self) -> datetime:
        wall: datetime = self.cleaned_data["closes_at"]
        return wall.replace(tzinfo=zoneinfo.ZoneInfo(self.cleaned_data["time_zone"]))


class RoundForm(ClosingForm):
    proposing_side = forms.ChoiceField(
        label=_("Side that proposes"),
        choices=Side.choices,
        help_text=_("Of several stable results this side gets its best one."),
    )
