"""Forms of the first hour."""

from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.people.forms.account import NewAccountForm
from exchange.people.forms.privacy import CollectionConsentForm
from exchange.people.values.time_zones import likely_zone
from exchange.programmes.models import Agency
from exchange.programmes.services.founding import NewAgency

DAY = {"type": "date"}


class FirstAdministratorForm(CollectionConsentForm, NewAccountForm):
    """Making an account here agrees to the collection of what it needs, as signing up does."""

    email = forms.EmailField(label=_("Your email address"), widget=forms.EmailInput({"autocomplete": "email"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.CharField(widget=forms.HiddenInput({"data-own-zone": ""}), required=False)

    field_order = ["email", "name", "password1", "password2", "language"]

    def address(self) -> str:
        return str(self.cleaned_data.get("email", ""))

    def facts(self) -> dict[str, Any]:
        """For the service."""
        typed = self.cleaned_data
        zone = likely_zone(typed["time_zone"], typed["language"])
        return {name: typed[name] for name in ("email", "name", "language")} | {
            "password": typed["password1"],
            "time_zone": zone,
        }


class MailTestForm(forms.Form):
    address = forms.EmailField(label=_("Send a mail to"))


def contact_email(label: Any) -> forms.EmailField:
    field = Agency._meta.get_field("contact_email")
    return forms.EmailField(label=label, required=False, help_text=field.help_text)


def contact_page(label: Any) -> forms.URLField:
    field = Agency._meta.get_field("contact_page")
    return forms.URLField(label=label, required=False, help_text=field.help_text, assume_scheme="https")


class FoundingForm(forms.Form):
    """The agency of each side, then what they run together."""

    kr_code = forms.SlugField(label=_("Korean agency: short name"), max_length=20, help_text=_("e.g. iitp"))
    kr_name_en = forms.CharField(label=_("Korean agency: name in English"), max_length=200)
    kr_name_ko = forms.CharField(label=_("Korean agency: name in Korean"), max_length=200)
    kr_contact_email = contact_email(_("Korean agency: contact by email"))
    kr_contact_page = contact_page(_("Korean agency: contact page"))
    us_code = forms.SlugField(label=_("US agency: short name"), max_length=20, help_text=_("e.g. afosr"))
    us_name_en = forms.CharField(label=_("US agency: name in English"), max_length=200)
    us_name_ko = forms.CharField(label=_("US agency: name in Korean"), max_length=200)
    us_contact_email = contact_email(_("US agency: contact by email"))
    us_contact_page = contact_page(_("US agency: contact page"))
    name_en = forms.CharField(label=_("Programme: name in English"), max_length=200)
    name_ko = forms.CharField(label=_("Programme: name in Korean"), max_length=200)
    starts_on = forms.DateField(label=_("Programme: from"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Programme: to"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))

    def clean(self) -> None:
        """What the models object to, beside the field that it is about."""
        for side in Side:
            prefix = side.lower()
            code = self.cleaned_data.get(f"{prefix}_code", "")
            if Agency.objects.filter(code=code).exclude(side=side).exists():
                self.add_error(f"{prefix}_code", _("An agency of the other side has this short name."))
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the start."))

    def facts(self) -> dict[str, Any]:
        """For the service."""
        typed = self.cleaned_data
        asked = [field.name for field in fields(NewAgency) if field.name != "side"]
        agencies = [NewAgency(side=side, **{name: typed[f"{side.lower()}_{name}"] for name in asked}) for side in Side]
        shared = {name: typed[name] for name in ("name_en", "name_ko", "starts_on", "ends_on")}
        return {"agencies": agencies, **shared}
