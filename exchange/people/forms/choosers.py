"""Choosing an organisation and topics: by typing ahead, or by the "Find" button where there is no script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.people.models import Organisation, Topic
from exchange.people.selectors.search import find_organisations, find_topics

ASK = {"data-chooser-input": "", "autocomplete": "off"}


def organisation_field() -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(
        Organisation.objects.all(), to_field_name="ror_id", required=False, widget=forms.HiddenInput
    )


def organisation_text_field() -> forms.CharField:
    return forms.CharField(
        label=_("Organisation"),
        max_length=300,
        required=False,
        widget=forms.TextInput(ASK),
        help_text=_("Type a part of its name, in Korean or English, then choose it from the list."),
    )


def topics_field() -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    return forms.ModelMultipleChoiceField(
        Topic.objects.all(), label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )


def topic_text_field() -> forms.CharField:
    return forms.CharField(
        label=_("Find topics"),
        max_length=200,
        required=False,
        widget=forms.TextInput(ASK),
        help_text=_("In English or Korean, for example “human-robot interaction” or “강화학습”."),
    )


class OrganisationChoice:
    """Mixed into a form with ``organisation`` and ``organisation_text``; ``candidates`` are offered as radios."""

    data: Any
    is_bound: bool
    candidates: list[Organisation]
    needs_organisation = False

    def offer(self, current: Organisation | None) -> None:
        """Start from ``current``; a bound form starts from what was sent."""
        self.candidates = [current] if current is not None and not self.is_bound else []

    def find_candidates(self) -> None:
        self.candidates = list(find_organisations(self.data.get("organisation_text", "")))

    def chosen_organisation(self) -> str:
        """ROR of the ticked organisation."""
        if self.is_bound:
            return str(self.data.get("organisation", ""))
        return self.candidates[0].ror_id if self.candidates else ""

    def settle(self, cleaned: dict[str, Any]) -> None:
        """Take the ticked organisation, or the only one of the name that was typed; else say what is missing."""
        chosen = cleaned.get("organisation")
        typed = cleaned.get("organisation_text", "").strip()
        self.candidates = [chosen] if chosen else list(find_organisations(typed))
        if chosen is None and len(self.candidates) == 1:
            cleaned["organisation"] = self.candidates[0]
        elif chosen is None and self.candidates:
            self.add_error("organisation_text", _("Choose one of the organisations below."))
        elif chosen is None and not typed:
            self.add_error("organisation_text", _("Type a part of the name, then choose your organisation."))
        elif chosen is None:
            self.add_error("organisation_text", _("No organisation of that name is known. Try a shorter part of it."))

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)  # type: ignore[misc]


def ticked_topics(values: list[str]) -> list[Topic]:
    """Those ticked at this moment, whether saved or not."""
    ids = [value for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
    return list(Topic.objects.filter(pk__in=ids))


def other_topics(text: str, ticked: list[Topic]) -> list[Topic]:
    """Topics by what was typed, without those that are ticked."""
    known = {topic.pk for topic in ticked}
    return [topic for topic in find_topics(text) if topic.pk not in known]
