"""Inviting, roles, and what each person declares of themselves."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.values.definition import Limits
from exchange.proposals.enums import Role
from exchange.proposals.models import TeamMember
from exchange.proposals.services.team import DECLARED


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("Email address"))
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, sides: Collection[str], led: Collection[str], **kwargs: Any) -> None:
        """``led`` are the sides that have their principal investigator, or have asked somebody to be it."""
        super().__init__(*args, **kwargs)
        offered = [side for side in Side if side in sides]
        self.fields["side"].choices = [(side.value, side.label) for side in offered]  # type: ignore[attr-defined]
        lacking = [side for side in offered if side not in led]
        if not lacking and not self.is_bound:
            self.fields["role"].choices = [choice for choice in Role.choices if choice[0] != Role.PI]  # type: ignore[attr-defined]
        side = self.initial.setdefault("side", next(iter([*lacking, *offered]), ""))
        self.initial.setdefault("role", Role.PI if side in lacking else Role.CO_PI)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class DeclarationForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """One's own entry: saved as it is, or signed off."""

    signed = forms.BooleanField(label=_("This is true and complete: I sign off my entry"), required=False)

    class Meta:
        model = TeamMember
        fields = DECLARED
        widgets = {
            "last_collaboration_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "foreign_support": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed"].initial = self.instance.has_signed_off
        self.in_the_end = ["foreign_support"]
        if limits.load and limits.load.side == self.instance.side:
            self.in_the_end += ["projects_at_once", "projects_as_pi"]
        if limits.load and (months := limits.load.ignores_ending_within_months):
            text = gettext("Leave out projects that end within %(months)d months of the deadline.")
            self.fields["projects_at_once"].help_text = text % {"months": months}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        at_once, as_pi = cleaned.get("projects_at_once"), cleaned.get("projects_as_pi")
        if at_once is not None and as_pi is not None and as_pi > at_once:
            self.add_error("projects_as_pi", gettext("Not more than the projects in all."))
        if cleaned.get("signed") and not cleaned.get("foreign_support", "").strip():
            self.add_error("foreign_support", gettext("Write “None” where there is none, then sign off."))
        return cleaned

    def clean_last_collaboration_on(self) -> Any:
        day = self.cleaned_data["last_collaboration_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come."))
        return day

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DECLARED}
