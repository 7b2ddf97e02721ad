from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.pairing.services.first_review import ReviewResult

RESULTS = {"": None, "yes": True, "no": False}


class FirstReviewForm(forms.Form):
    """An agency's result on one concept paper; the prefix names the paper.

    All papers are on one page: what was not changed there is not sent on, or it would undo what a colleague entered.
    """

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("", _("Not decided yet")), ("yes", _("Advances")), ("no", _("Does not advance"))],
        required=False,
        show_hidden_initial=True,
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, show_hidden_initial=True)

    def clean(self) -> dict[str, Any]:
        """A new reason without a result would be lost without a word."""
        cleaned = super().clean() or {}
        reason = cleaned.get("reason", "").strip()
        if reason and cleaned.get("result") == "" and (self.seen is None or self.seen.reason != reason):
            self.add_error("result", _("Choose a result; a reason alone is not kept."))
        return cleaned

    def read(self) -> ReviewResult:
        return _result(self.cleaned_data["result"], self.cleaned_data["reason"])

    @property
    def seen(self) -> ReviewResult | None:
        """What the page showed; nothing where a program sends results alone."""
        shown = [self.data.get(self[name].html_initial_name) for name in ("result", "reason")]
        return None if None in shown else _result(*map(str, shown))

    @property
    def is_sent(self) -> bool:
        return self.read() != self.seen

    def see(self, now: ReviewResult) -> None:
        """The page that is shown next shows this as well."""
        data = {name: self.data[name] for name in self.data}
        word = next(word for word, is_eligible in RESULTS.items() if is_eligible is now.is_eligible)
        data[self["result"].html_initial_name] = word
        data[self["reason"].html_initial_name] = now.reason
        self.data = data


def _result(word: str, reason: str) -> ReviewResult:
    """Where nothing is decided, a reason is none yet."""
    is_eligible = RESULTS.get(word)
    return ReviewResult(is_eligible, "" if is_eligible is None else reason.strip())
