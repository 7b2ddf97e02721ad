"""Inviting an officer, and what the invited person says of themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.people.forms.account import NewAccountForm
from exchange.people.forms.privacy import CollectionConsentForm
from exchange.programmes.models import Agency, OfficeInvitation, Programme


class ProgrammesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Each with the agencies that take part in it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({', '.join(agency.code for agency in obj.agencies.all())})"


class InviteOfficerForm(forms.Form):
    """The side is the agency's: nobody acts for an agency of the other one."""

    email = forms.EmailField(
        label=_("Email address"), help_text=_("Only someone who reads mail at this address can accept.")
    )
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.all(), to_field_name="code")
    programmes = ProgrammesField(
        label=_("Programmes that the person manages"),
        queryset=Programme.objects.prefetch_related("agencies"),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without one the person is an officer who confirms sides, and opens no match queue."),
    )
    title = forms.CharField(
        label=_("Office"),
        max_length=OfficeInvitation._meta.get_field("title").max_length,
        required=False,
        help_text=_("For example: Programme manager"),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail and the account"),
        choices=[("", _("That of the agency’s side")), *settings.LANGUAGES],
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        by_side = [
            (side.label, [(agency.code, str(agency)) for agency in Agency.objects.filter(side=side)]) for side in Side
        ]
        self.fields["agency"].choices = [("", "---------"), *by_side]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (agency := cleaned.get("agency")) and not cleaned.get("language"):
            cleaned["language"] = Side(agency.side).language
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """What the service objects to, beside the field that it is about."""
        for name, errors in error.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, errors)


class AcceptOfficeForm(CollectionConsentForm, NewAccountForm):
    """Making an account here agrees to the collection of what it needs, as signing up does."""

    field_order = ["name", "password1", "password2"]

    def __init__(self, data: Any = None, *, email: str) -> None:
        super().__init__(data)
        self.email = email

    def address(self) -> str:
        return self.email
