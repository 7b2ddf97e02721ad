"""What people type on the matching's pages."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.people.models import User
from matching.enums import Action, Band, Opinion, OpinionReason, PairState
from matching.selectors.review import CLOSE, NOBODY, OPEN, deciders
from matching.selectors.suggestions import UNANSWERED


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


class FilterForm(forms.Form):
    """Every field may be empty. A choice that makes no sense is left out, not an error page."""

    def criteria(self) -> dict[str, Any]:
        """What can be understood of the filters."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in {None, ""}}


class SuggestionForm(FilterForm):
    kind = forms.ChoiceField(
        label=_("With"), choices=[("", _("All")), ("projects", _("Projects")), ("people", _("People"))], required=False
    )
    topic = forms.CharField(label=_("Topic"), max_length=200, required=False)
    reaction = forms.ChoiceField(
        label=_("My answer"),
        choices=[
            ("", _("All but those set aside")),
            (UNANSWERED, _("Not answered yet")),
            (Opinion.INTERESTED, Opinion.INTERESTED.label),
            (Opinion.NOT_FOR_ME, Opinion.NOT_FOR_ME.label),
        ],
        required=False,
    )


class IntroductionForm(FilterForm):
    """A party has the first filter, a manager all of them."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            (PairState.INTRODUCED, _("Waiting for an answer")),
            (PairState.CONNECTED, PairState.CONNECTED.label),
            (PairState.DECLINED, PairState.DECLINED.label),
        ],
        required=False,
    )
    waiting = forms.ChoiceField(label=_("No answer yet from"), choices=[("", _("All")), *Side.choices], required=False)
    mine = forms.BooleanField(label=_("Only those I introduced"), required=False)

    def __init__(self, data: QueryDict, *, is_manager: bool) -> None:
        super().__init__(data)
        if not is_manager:
            del self.fields["waiting"], self.fields["mine"]


class QueueForm(FilterForm):
    """Filters of the queue."""

    text = forms.CharField(label=_("Text"), max_length=100, required=False, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(
        label=_("State"), choices=[(OPEN, _("To be decided")), ("", _("All")), *PairState.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("With"), choices=[("", _("All")), ("projects", _("Projects")), ("people", _("People"))], required=False
    )
    side = forms.ChoiceField(label=_("Researcher from"), choices=[("", _("Both sides")), *Side.choices], required=False)
    topic = forms.CharField(
        label=_("Topic"), max_length=200, required=False, widget=forms.TextInput({"list": "topics-in-use"})
    )
    band = forms.ChoiceField(
        label=_("How well they fit"),
        choices=[(CLOSE, _("All but weak matches")), ("", _("All")), *Band.choices],
        required=False,
    )
    minimum = forms.FloatField(label=_("Score at least"), min_value=0, max_value=1, required=False)
    reaction = forms.ChoiceField(label=_("Reaction"), choices=[("", _("All")), *Opinion.choices], required=False)
    decided_by = forms.ChoiceField(label=_("Decided by"), required=False)
    unseen = forms.BooleanField(label=_("Only pairs nobody on my side has opened"), required=False)

    def __init__(self, data: QueryDict, *, manager: User) -> None:
        super().__init__({"state": OPEN, "band": CLOSE, **data.dict()})
        others = [(str(user.pk), str(user)) for user in deciders() if user != manager]
        self.fields["decided_by"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            (NOBODY, _("Nobody yet")),
            (str(manager.pk), _("Me")),
            *others,
        ]

    @property
    def more(self) -> list[forms.BoundField]:
        """The filters that fold away."""
        return [self[name] for name in self.fields if name not in {"text", "state", "unseen"}]

    @property
    def more_in_use(self) -> int:
        return sum(field.value() not in {None, "", CLOSE} for field in self.more)


class DecisionForm(forms.Form):
    """One action with what it needs; which of the texts it is, the action decides."""

    action = forms.ChoiceField(
        label=_("Action"), choices=[("", _("Choose")), *Action.choices], error_messages={"required": _("Choose one.")}
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    message = forms.CharField(
        label=_("Message to both"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("action", "reason", "message")}

    def refuse(self, error: ValidationError) -> None:
        """Show a service's objection beside its field."""
        self.add_error(None, error)


class BulkForm(DecisionForm):
    pairs = forms.TypedMultipleChoiceField(
        label=_("Pairs"), coerce=str, error_messages={"required": _("Tick at least one pair.")}
    )

    def __init__(self, *args: Any, known: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pairs"].choices = [(key, key) for key in known]  # type: ignore[attr-defined]
        self.fields["pairs"].error_messages["invalid_choice"] = _(
            "One of the ticked pairs is no longer open to you. Nothing was changed; look at the list again."
        )
