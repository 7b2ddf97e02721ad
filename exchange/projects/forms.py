"""What people type about a project."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import ResourceKind, Side
from exchange.people.forms import profile
from exchange.people.forms.choosers import (
    ASK,
    OrganisationChoice,
    organisation_field,
    organisation_text_field,
    other_topics,
    ticked_topics,
    topic_text_field,
    topics_field,
)
from exchange.people.models import Organisation, Researcher, Topic
from exchange.people.services.profile import ResourceLine
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project

PLAIN = ("title", "summary", "aims", "starts_on", "ends_on", "funding", "status")
SPARE_ROWS = 3


class ResourceForm(profile.ResourceForm):
    def line(self) -> ResourceLine:
        return ResourceLine(**{name: self.cleaned_data[name] for name in ("direction", "kind", "text")})


ResourceRows = forms.formset_factory(ResourceForm, extra=SPARE_ROWS, max_num=40, validate_max=True)


class ProjectForm(OrganisationChoice, forms.ModelForm):  # type: ignore[type-arg]
    """The project's own fields; ``read_at`` tells of a second editor."""

    own_template = frozenset({"organisation_text", "organisation", "topics", "topic_text"})

    sides_wanted = forms.MultipleChoiceField(
        label=_("Partners wanted from"), choices=Side.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    organisation_text = organisation_text_field()
    organisation = organisation_field()
    topics = topics_field()
    topic_text = topic_text_field()
    read_at = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Project
        fields = PLAIN
        widgets = {"starts_on": forms.DateInput({"type": "date"}), "ends_on": forms.DateInput({"type": "date"})}

    def __init__(self, *args: Any, lead: Researcher, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks_up = False
        self.offer(self.instance.organisation or lead.organisation)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in ProjectStatus.choices if value != ProjectStatus.CLOSED
        ]
        if self.instance.pk:
            self.initial["sides_wanted"] = self.instance.sides_wanted
            self.initial["topics"] = list(self.instance.topics.all())
            self.initial["read_at"] = self.instance.changed_at.isoformat()
        ticked = self.chosen
        self.found = [topic for topic in lead.topics.all() if topic not in ticked]

    @property
    def chosen(self) -> list[Topic]:
        """Topics ticked at this moment, whether saved or not."""
        return ticked_topics(self.data.getlist("topics")) if self.is_bound else self.initial.get("topics", [])

    @property
    def errors(self) -> ErrorDict:
        """A button that only asks for more to choose from objects to nothing."""
        return ErrorDict() if self.looks_up else super().errors

    def look_up(self) -> bool:
        """Answer such a button; False where there was none."""
        self.looks_up = self.is_bound and ("find" in self.data or "find_topic" in self.data)
        if "find" in self.data:
            self.find_candidates()
        elif self.looks_up:
            self.candidates = list(Organisation.objects.filter(ror_id=self.chosen_organisation()))
            self.found = other_topics(self.data.get("topic_text", ""), self.chosen)
        return self.looks_up

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("organisation") or cleaned.get("organisation_text", "").strip():
            self.settle(cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Keyword arguments for the services."""
        values = {name: self.cleaned_data[name] for name in (*PLAIN, "sides_wanted", "topics")}
        chosen = self.cleaned_data["organisation"]
        return {**values, "organisation": chosen} if chosen else values

    def clean_read_at(self) -> datetime | None:
        text = self.cleaned_data["read_at"]
        try:
            return parse_datetime(text) if text else None
        except ValueError:
            return None


class FilterForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=100, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=[("", _("All")), *Side.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *ProjectStatus.choices], required=False)
    needs = forms.ChoiceField(label=_("Seeks"), choices=[("", _("All")), *ResourceKind.choices], required=False)
    offers = forms.ChoiceField(label=_("Offers"), choices=[("", _("All")), *ResourceKind.choices], required=False)
    topic_text = forms.CharField(label=_("Topic"), max_length=200, required=False, widget=forms.TextInput(ASK))
    topic = forms.ModelChoiceField(
        Topic.objects.all(), required=False, widget=forms.HiddenInput, to_field_name="openalex_id"
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it closed?"),
        max_length=300,
        error_messages={"required": _("Say why, for example that a partner was found.")},
    )
