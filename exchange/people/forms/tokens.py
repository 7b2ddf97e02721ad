"""What a token is called, what it may do and how long it lives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import TokenLifetime, TokenScope
from exchange.people.models import ApiToken


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=ApiToken._meta.get_field("name").max_length,
        help_text=_("Which program uses it and where, so that you know it again in the list."),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=TokenScope.choices,
        initial=TokenScope.READ,
        help_text=_("Always within what you may do yourself."),
    )
    lifetime = forms.TypedChoiceField(
        label=_("Ends after"),
        choices=TokenLifetime.choices,
        coerce=lambda days: TokenLifetime(int(days)),
        initial=TokenLifetime.QUARTER,
    )

    def chosen(self) -> dict[str, Any]:
        """For the service."""
        return {**self.cleaned_data, "scope": TokenScope(self.cleaned_data["scope"])}
