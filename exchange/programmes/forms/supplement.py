"""Money that is added to a project that runs already."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.money.enums import Currency
from exchange.money.forms import AmountForm, typed_amount
from exchange.people.enums import Side
from exchange.programmes.forms.rows import Values
from exchange.programmes.forms.section import Section
from exchange.programmes.values.definition import CallDefinition

NAMES = ("side", "share_percent", "base_run_months", "base_left_months", "currency")


class SupplementForm(AmountForm):
    in_the_end = ("share_percent", "amount", "base_run_months", "base_left_months")

    is_supplement = forms.BooleanField(label=_("This call adds money to a project that runs already"), required=False)
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices)
    share_percent = forms.DecimalField(
        label=_("At most so many percent of its budget of this year"), min_value=0, max_value=100, required=False
    )
    base_run_months = forms.IntegerField(
        label=_("Months for which it has run"), min_value=0, max_value=240, required=False
    )
    base_left_months = forms.IntegerField(
        label=_("Months for which it still runs"), min_value=0, max_value=240, required=False
    )

    field_order = ["is_supplement", "side", "share_percent", "amount", "currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Its budget of this year is at least")
        self.fields["amount"].required = False

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("is_supplement"):
            return self.cleaned_data
        cleaned = super().clean()
        for name in ("share_percent", "amount", "base_run_months", "base_left_months"):
            if cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("This is needed for a supplement."))
        return cleaned


def _read(definition: CallDefinition) -> Values:
    if (supplement := definition.supplement) is None:
        return {"is_supplement": False, "side": Side.KR, "currency": Currency.KRW}
    values = {name: getattr(supplement, name) for name in NAMES}
    return {
        "is_supplement": True,
        "amount": typed_amount(supplement.base_at_least_minor, supplement.currency),
        **values,
    }


def _values(cleaned: Values, definition: CallDefinition) -> Values:
    if not cleaned["is_supplement"]:
        return {"supplement": None}
    values = {name: cleaned[name] for name in NAMES}
    return {"supplement": values | {"base_at_least_minor": cleaned["amount_minor"]}}


SUPPLEMENT = Section("supplement", _("Supplement"), form=SupplementForm, read=_read, values=_values)
