"""A proposal's titles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.proposals.models import Proposal


class TitlesForm(forms.Form):
    """Either language is enough to begin; ``read`` is what stood there when the page was made."""

    one_of = ("title_en", "title_ko")

    title_en = forms.CharField(
        label=_("Title in English"), max_length=300, required=False, widget=forms.TextInput({"lang": "en"})
    )
    title_ko = forms.CharField(
        label=_("Title in Korean"), max_length=300, required=False, widget=forms.TextInput({"lang": "ko"})
    )
    read_en = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput, strip=False)
    read_ko = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput, strip=False)

    @classmethod
    def of(cls, proposal: Proposal, data: Any = None) -> "TitlesForm":
        titles = {"title_en": proposal.title_en, "title_ko": proposal.title_ko}
        return cls(data, initial={**titles, "read_en": proposal.title_en, "read_ko": proposal.title_ko})

    def titles(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title_en", "title_ko")}

    def read(self) -> tuple[str, str]:
        return self.cleaned_data["read_en"], self.cleaned_data["read_ko"]
