"""What people type on the matching's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.enums import Action, Opinion, OpinionReason, PairState


class ReactionForm(forms.Form):
    opinion = forms.ChoiceField(label=_("Opinion"), choices=Opinion.choices)
    reason = forms.ChoiceField(label=_("Why not?"), choices=[("", "—"), *OpinionReason.choices], required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class MeaningForm(forms.Form):
    """A text to search by its meaning."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("A sentence or a paragraph, in Korean or English. It is not stored."),
        min_length=3,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QueueForm(forms.Form):
    """Filters of the queue; every field may be empty."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *PairState.choices], required=False)
    kind = forms.ChoiceField(
        label=_("With"), choices=[("", _("All")), ("projects", _("Projects")), ("people", _("People"))], required=False
    )
    minimum = forms.FloatField(label=_("Score at least"), min_value=0, max_value=1, required=False)
    reaction = forms.ChoiceField(label=_("Reaction"), choices=[("", _("All")), *Opinion.choices], required=False)
    text = forms.CharField(label=_("Text"), max_length=100, required=False)


class DecisionForm(forms.Form):
    action = forms.ChoiceField(label=_("Action"), choices=Action.choices)
    pairs = forms.TypedMultipleChoiceField(label=_("Pairs"), coerce=str)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    message = forms.CharField(label=_("Message to both"), max_length=2000, required=False, widget=forms.Textarea)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, known: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["pairs"].choices = [(key, key) for key in known]  # type: ignore[attr-defined]
