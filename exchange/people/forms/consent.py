"""Giving a consent: which text was read, in which language, and the tick that says so."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from exchange.people.models import ConsentNotice


class ConsentForm(forms.Form):
    notice = forms.ModelChoiceField(ConsentNotice.objects.all(), widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read this and agree that my profile is passed on to the recipient country."),
        error_messages={"required": _("Tick the box if you agree. If you do not, leave this page: nothing is stored.")},
    )
