"""An officer's decision on the side of a person, and the person's asking again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import SideOutcome
from exchange.people.models import Organisation, Researcher
from exchange.people.models.side import LONGEST_REASON


class SideDecisionForm(forms.Form):
    """``organisation`` is the one that was read: another one entered meanwhile is not confirmed along with it.

    ``reverses`` is the number of the decision that was in force on the page.
    """

    organisation = forms.ModelChoiceField(queryset=Organisation.objects.all(), required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("For example “listed on the page of the department”. The person reads it, too."),
        widget=forms.Textarea({"rows": 3}),
    )
    outcome = forms.ChoiceField(choices=SideOutcome.choices)
    reverses = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, researcher: Researcher) -> None:
        super().__init__(data, initial={"organisation": researcher.organisation_id})


class AskAgainForm(forms.Form):
    reason = forms.CharField(
        label=_("What should the office know?"),
        max_length=LONGEST_REASON,
        help_text=_("For example the page of your department that lists you. The officers on your side read it."),
        widget=forms.Textarea({"rows": 3}),
    )
