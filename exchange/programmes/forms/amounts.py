"""Amounts as people type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.programmes.enums import Currency
from exchange.programmes.money import format_money, parse_money


class AmountForm(forms.Form):
    """Cleans ``amount`` and ``currency`` to ``amount_minor``."""

    amount = forms.CharField(label=_("Amount"), max_length=30, widget=forms.TextInput({"inputmode": "decimal"}))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "amount" in cleaned and "currency" in cleaned:
            try:
                cleaned["amount_minor"] = parse_money(cleaned["amount"], cleaned["currency"])
            except ValueError as error:
                self.add_error("amount", str(error))
        return cleaned


def typed_amount(minor: int, currency: str) -> str:
    """As it stands in the field: without the sign of the currency."""
    return format_money(minor, currency).lstrip("₩$€")
