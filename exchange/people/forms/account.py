"""Preferences of an account, and confirming its end."""

import functools
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.people.models import User
from exchange.people.values.time_zones import NEAR, time_zones, zone_labels


class PreferencesForm(forms.Form):
    """``name`` is asked of those whose decisions it stands beside; a researcher's names are in the profile."""

    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, help_text=User._meta.get_field("name").help_text
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={name: getattr(user, name) for name in self.base_fields})
        if not user.needs_second_factor:
            del self.fields["name"]
        self.fields["time_zone"].choices = _zones()  # type: ignore[attr-defined]


def _zones() -> list[tuple[Any, Any]]:
    """The zones of the two countries stand first: nobody looks through six hundred."""
    labels = functools.partial(zone_labels, now=timezone.now())
    near = (_("Korea and the United States"), labels(NEAR))
    return [near, (_("All time zones"), labels(sorted(time_zones() - set(NEAR))))]


class NewAccountForm(forms.Form):
    """Name and password of an account that is made outside of the sign-up. Subclasses know the address."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=User._meta.get_field("name").max_length,
        help_text=User._meta.get_field("name").help_text,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=_("Password (again)"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def address(self) -> str:
        raise NotImplementedError

    def clean(self) -> None:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("You must type the same password each time."))
        elif first:
            try:
                validate_password(first, User(email=self.address(), name=self.cleaned_data.get("name", "")))
            except ValidationError as error:
                self.add_error("password1", error)

    def refuse(self, error: ValidationError) -> None:
        """What the service objects to, beside the field that it is about."""
        for name, errors in error.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, errors)


class EraseForm(forms.Form):
    """The password where there is one, else (signed up with ORCID) the email address typed out."""

    confirmation = forms.CharField(strip=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        field = self.fields["confirmation"]
        if user.has_usable_password():
            field.label = _("Your password")
            field.widget = forms.PasswordInput({"autocomplete": "current-password"})
        else:
            field.label = _("Your email address, typed out")
            field.widget = forms.EmailInput({"autocomplete": "off"})

    def clean_confirmation(self) -> str:
        typed = str(self.cleaned_data["confirmation"])
        if self.user.has_usable_password():
            if not self.user.check_password(typed):
                raise ValidationError(_("That is not your password. Nothing was erased."))
        elif typed.strip().lower() != self.user.email:
            raise ValidationError(_("That is not the address of this account. Nothing was erased."))
        return typed
