"""Amounts in the administration: typed and shown as people write them, not in the smallest units that are stored."""

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from exchange.money.amounts import format_money, parse_money
from exchange.money.enums import Currency
from exchange.money.forms import typed_amount

LABELS = {"amount_minor": _("amount"), "committed_minor": _("promised")}


class MajorAmountForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Cleans ``amount_minor`` to the smallest units once its currency is known."""

    amount_minor = forms.CharField(label=_("Amount"), max_length=30, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.amount_minor is not None:
            self.initial["amount_minor"] = typed_amount(self.instance.amount_minor, str(self.currency_of({})))

    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        currency = self.currency_of(cleaned)
        if currency and cleaned.get("amount_minor"):
            try:
                cleaned["amount_minor"] = parse_money(cleaned["amount_minor"], currency)
            except ValueError as error:
                self.add_error("amount_minor", str(error))
        return cleaned


def shown_amount(obj: Model, name: str) -> str:
    """With its currency, which stands beside it or with the budget that it is a part of."""
    minor, currency = getattr(obj, name), _currency_of(obj)
    if minor is None or currency not in Currency.values:
        return "" if minor is None else str(_("%(number)s of the smallest unit") % {"number": minor})
    return format_money(minor, currency)


def _currency_of(obj: Any) -> str:
    """Empty where the budget is gone that a change of long ago tells of."""
    if hasattr(obj, "currency"):
        return str(obj.currency)
    try:
        return str(obj.budget.currency)
    except (AttributeError, ObjectDoesNotExist):
        return ""
