"""The filters of the list of calls."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.programmes.enums import TeamFormation, When


class CallFilterForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=100, required=False)
    when = forms.ChoiceField(label=_("When"), required=False)
    formation = forms.ChoiceField(
        label=_("How teams form"), choices=[("", _("All")), *TeamFormation.choices], required=False
    )

    def __init__(self, data: Any = None, *, with_drafts: bool) -> None:
        super().__init__(data)
        times = [choice for choice in When.choices if with_drafts or choice[0] != When.DRAFT]
        self.fields["when"].choices = [("", _("All")), *times]  # type: ignore[attr-defined]

    def criteria(self) -> dict[str, str]:
        """Keyword arguments for the selector; a filter that makes no sense is left out."""
        self.full_clean()
        return dict(self.cleaned_data) if self.is_bound else {}
