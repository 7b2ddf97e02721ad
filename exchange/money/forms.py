"""Amounts as people type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.money.amounts import format_money, parse_money
from exchange.money.enums import Currency


class TypedAmountForm(forms.Form):
    """Cleans ``amount`` to ``amount_minor`` once its currency is known."""

    amount = forms.CharField(label=_("Amount"), max_length=30, widget=forms.TextInput({"inputmode": "decimal"}))

    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        """The one chosen; a form without that choice says what it follows from."""
        return cleaned.get("currency")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        currency = self.currency_of(cleaned)
        if currency is not None and "amount" in cleaned:
            try:
                cleaned["amount_minor"] = parse_money(cleaned["amount"], currency)
            except ValueError as error:
                self.add_error("amount", str(error))
        return cleaned


class AmountForm(TypedAmountForm):
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)


def typed_amount(minor: int, currency: str) -> str:
    """As it stands in the field: without the sign of the currency."""
    return format_money(minor, currency).lstrip("₩$€")
