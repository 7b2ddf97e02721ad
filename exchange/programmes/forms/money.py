"""Ceilings per side and budget year."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from exchange.money.forms import AmountForm, typed_amount
from exchange.people.enums import Side
from exchange.programmes.forms.rows import RowForm, Values
from exchange.programmes.forms.section import Section

DAY = {"type": "date"}


class CeilingRow(AmountForm, RowForm):
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices)
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("To"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))

    field_order = ["side", "starts_on", "ends_on", "amount", "currency"]

    @property
    def heading(self) -> str:
        if not self.initial:
            return ""
        days = (date_format(self.initial[name]) for name in ("starts_on", "ends_on"))
        return f"{Side(self.initial['side']).label}: {' – '.join(days)}"

    @staticmethod
    def read(row: Values) -> Values:
        return row | {"amount": typed_amount(row["amount_minor"], row["currency"])}

    def values(self) -> Values:
        names = ("side", "starts_on", "ends_on", "amount_minor", "currency")
        return {name: self.cleaned_data[name] for name in names}


MONEY = Section("money", _("Budget ceilings"), path=("ceilings",), row=CeilingRow)
