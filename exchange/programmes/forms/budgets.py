"""Money of the own agency: a year entered, its amount changed, a part of it promised."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exchange.money.amounts import format_money
from exchange.money.forms import TypedAmountForm, typed_amount
from exchange.programmes.models import Agency, Call, Programme, YearBudget


class _OwnCurrencyForm(TypedAmountForm):
    """An amount in the currency of the agency that it belongs to."""

    def refuse(self, error: ValidationError) -> None:
        """What a service objects to, beside the field that it is about."""
        for name, errors in error.update_error_dict({}).items():
            field = name.removesuffix("_minor")
            self.add_error(field if field in self.fields else None, errors)


class YearBudgetForm(_OwnCurrencyForm):
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    fiscal_year = forms.IntegerField(label=_("Fiscal year"), min_value=1900, max_value=9999)

    field_order = ["agency", "fiscal_year", "amount"]

    def __init__(self, data: Any = None, *, agencies: QuerySet[Agency]) -> None:
        super().__init__(data)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["agency"].initial = agencies[0] if len(agencies) == 1 else None
        self.fields["amount"].help_text = _("In the agency’s own currency: %(currencies)s") % {
            "currencies": ", ".join(f"{agency} – {agency.get_currency_display()}" for agency in agencies)
        }

    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        return cleaned["agency"].currency if "agency" in cleaned else None


class ChangeBudgetForm(_OwnCurrencyForm):
    """``read_minor`` is the amount that the page showed: nobody overwrites what they have not seen."""

    read_minor = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, budget: YearBudget) -> None:
        amount = typed_amount(budget.amount_minor, budget.currency)
        super().__init__(data, initial={"amount": amount, "read_minor": budget.amount_minor})
        self.budget = budget

    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        return self.budget.currency

    def seen(self, current: YearBudget) -> None:
        """The page shows what somebody else saved; sending again replaces it."""
        self.data = dict(self.data.items()) | {"read_minor": str(current.amount_minor)}


class _YearChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: YearBudget) -> str:
        return _("%(budget)s (%(amount)s left)") % {
            "budget": obj,
            "amount": format_money(obj.left_minor, obj.currency),
        }


class CommitmentForm(_OwnCurrencyForm):
    """A part of a year that is promised."""

    budget = _YearChoice(label=_("Agency and year"), queryset=YearBudget.objects.none())
    purpose = forms.CharField(label=_("Purpose"), max_length=200)
    call = forms.ModelChoiceField(label=_("Call"), queryset=Call.objects.none(), required=False)

    field_order = ["budget", "amount", "purpose", "call"]

    def __init__(self, data: Any = None, *, programme: Programme, agencies: QuerySet[Agency]) -> None:
        super().__init__(data)
        own = programme.budgets.filter(agency__in=agencies)
        self.fields["budget"].queryset = own.select_related("agency")  # type: ignore[attr-defined]
        self.fields["call"].queryset = programme.calls.all()  # type: ignore[attr-defined]

    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        return cleaned["budget"].currency if "budget" in cleaned else None
