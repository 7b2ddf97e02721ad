"""A file of facts, chosen in the browser."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FileImportForm(forms.Form):
    file = forms.FileField(label=_("File"), widget=forms.FileInput({"accept": ".json,.jsonl,.csv,.gz,.zip"}))
