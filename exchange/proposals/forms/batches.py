"""A message to teams, in both languages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.proposals.models import MessageBatch


class BatchForm(forms.ModelForm):  # type: ignore[type-arg]
    """``revision`` is the one that was read; ``query`` names the proposals."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)

    class Meta:
        model = MessageBatch
        fields = ["audience", "subject_ko", "body_ko", "subject_en", "body_en"]
        widgets = {
            "subject_ko": forms.TextInput({"lang": "ko"}),
            "body_ko": forms.Textarea({"lang": "ko", "rows": 10}),
            "subject_en": forms.TextInput({"lang": "en"}),
            "body_en": forms.Textarea({"lang": "en", "rows": 10}),
        }
        labels = {"audience": _("Recipients")}

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
