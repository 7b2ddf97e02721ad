"""Pasting or uploading a bibliography."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import PublicationSource

SIZE_LIMIT = 1_000_000
FORMATS = [
    (source.value, source.label) for source in (PublicationSource.BIBTEX, PublicationSource.RIS, PublicationSource.CSV)
]


class ImportForm(forms.Form):
    source = forms.ChoiceField(label=_("Format"), choices=FORMATS)
    text = forms.CharField(label=_("Paste it here"), widget=forms.Textarea, required=False, max_length=SIZE_LIMIT)
    file = forms.FileField(label=_("or choose a file"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        upload = values.get("file")
        if upload is not None:
            values["text"] = _read(upload)
        if not values.get("text", "").strip() and not self.errors:
            raise ValidationError(_("Paste a bibliography or choose a file."))
        return values


def _read(upload: Any) -> str:
    if upload.size > SIZE_LIMIT:
        raise ValidationError({"file": _("The file is larger than 1 MB: split it.")})
    try:
        return str(upload.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValidationError({"file": _("The file is not UTF-8 text.")}) from None
