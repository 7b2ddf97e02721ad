"""Which mails a person wants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.messaging.enums import CHOOSABLE, Category, Delivery

EXPLANATIONS = {
    Category.INTRODUCTION: _("A programme manager introduces you to somebody, or the other side has answered."),
    Category.SUGGESTION: _("New people and projects that fit you, once a week."),
    Category.CALL: _("Calls open up, change or are extended; deadlines of calls that concern you come near."),
    Category.PROPOSAL: _("Invitations to a team, what is asked of you, receipts and decisions."),
}


class NotificationsForm(forms.Form):
    """One choice per category."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in CHOOSABLE:
            self.fields[category.value] = forms.ChoiceField(
                label=category.label,
                help_text=EXPLANATIONS[category],
                choices=Delivery.choices,
                widget=forms.RadioSelect,
            )
