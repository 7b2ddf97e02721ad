"""What managers type to find proposals."""

from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from exchange.office.forms import ListingForm
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call
from exchange.proposals.enums import ProposalState
from exchange.proposals.values.listing import Filled, Lacking, Order, ProposalListing

ALL = [("", _("All"))]


class ProposalListingForm(ListingForm):
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

    listing_type = ProposalListing
    folded = ("side", "filled", "lacking", "submitted_from", "submitted_until")

    def __init__(self, data: Any = None, *, scope: Call | None = None) -> None:
        super().__init__(data, scope=scope)
        if scope is not None:
            prefetch_related_objects([scope], "stages")
            kinds = {stage.kind for stage in scope.stages.all()}
            known = [choice for choice in StageKind.choices if choice[0] in kinds]
            self.fields["stage"].choices = [*ALL, *known]  # type: ignore[attr-defined]
