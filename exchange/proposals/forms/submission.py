"""Submitting, withdrawing, asking for more."""

import zoneinfo
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.programmes.forms.stages import ZONES, ZonedInstantField


class SubmitForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer to what was asked"), max_length=4000, required=False, widget=forms.Textarea
    )
    late_code = forms.CharField(
        label=_("Late-entry code"),
        max_length=40,
        required=False,
        help_text=_("Only after the deadline, if the programme’s manager gave you one."),
    )

    def __init__(self, *args: object, is_asked: bool, is_over: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not is_asked:
            del self.fields["answer"]
        if not is_over or is_asked:
            del self.fields["late_code"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class AskForm(forms.Form):
    text = forms.CharField(label=_("What is asked"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    until = ZonedInstantField(label=_("Answer until"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)

    def answer_until(self) -> datetime:
        wall: datetime = self.cleaned_data["until"]
        return wall.replace(tzinfo=zoneinfo.ZoneInfo(self.cleaned_data["time_zone"]))
