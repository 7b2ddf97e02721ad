"""What managers type to find proposals, and to keep what they look for."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import ExportFormat, ProposalState
from exchange.proposals.values.listing import Filled, Lacking, Listing, Order

ALL = [("", _("All"))]


class ListingForm(forms.Form):
    text = forms.CharField(label=_("Number, title or lead"), max_length=100, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[*ALL, *StageKind.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[*ALL, *ProposalState.choices], required=False)
    side = forms.ChoiceField(label=_("Side"), choices=[*ALL, *Side.choices], required=False)
    filled = forms.ChoiceField(label=_("Completeness"), choices=[*ALL, *Filled.choices], required=False)
    lacking = forms.ChoiceField(label=_("Lacks"), choices=[*ALL, *Lacking.choices], required=False)
    submitted_from = forms.DateField(
        label=_("Submitted from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    submitted_until = forms.DateField(
        label=_("Submitted until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    order = forms.ChoiceField(label=_("Order"), choices=Order.choices, required=False)

    MORE = ("side", "filled", "lacking", "submitted_from", "submitted_until")

    def __init__(self, data: Any = None, *, stages: Collection[str] = ()) -> None:
        super().__init__(data)
        if stages:
            known = [choice for choice in StageKind.choices if choice[0] in stages]
            self.fields["stage"].choices = [*ALL, *known]  # type: ignore[attr-defined]

    @classmethod
    def listing_of(cls, query: str) -> Listing:
        """Read an address back."""
        return cls(QueryDict(query)).listing()

    def listing(self) -> Listing:
        """A filter that makes no sense is left out."""
        self.full_clean()
        return Listing(**self.cleaned_data) if self.is_bound else Listing()

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.MORE]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_in_use(self) -> int:
        """How many of the folded filters are set, or wrong."""
        return sum(bool(field.value() or field.errors) for field in self.more()) if self.is_bound else 0


class SavedViewForm(forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=60)
    is_default = forms.BooleanField(label=_("Show it first when I come here"), required=False)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=ExportFormat.choices)
