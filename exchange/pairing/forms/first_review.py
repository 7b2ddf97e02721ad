from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.pairing.services.first_review import ReviewResult


class FirstReviewForm(forms.Form):
    """An agency's result on one concept paper; the prefix names the paper."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("", _("Not decided yet")), ("yes", _("Advances")), ("no", _("Does not advance"))],
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def read(self) -> ReviewResult:
        is_eligible = {"yes": True, "no": False}.get(self.cleaned_data["result"])
        return ReviewResult(is_eligible, self.cleaned_data["reason"])
