"""What people type about a project."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Direction, ResourceKind, Side
from exchange.people.models import Topic
from exchange.people.services.profile import ResourceLine
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project

PLAIN = ("title", "summary", "aims", "starts_on", "ends_on", "funding", "status")
SPARE_ROWS = 3


class ResourceForm(forms.Form):
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices, required=False)
    text = forms.CharField(label=_("Description"), max_length=500, required=False)

    def line(self) -> ResourceLine:
        return ResourceLine(**{name: self.cleaned_data[name] for name in ("direction", "kind", "text")})


ResourceRows = forms.formset_factory(ResourceForm, extra=SPARE_ROWS, max_num=40, validate_max=True)


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """The project's own fields; ``read_at`` tells of a second editor."""

    sides_wanted = forms.MultipleChoiceField(
        label=_("Partners wanted from"), choices=Side.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    topics = forms.ModelMultipleChoiceField(label=_("Topics"), queryset=Topic.objects.none(), required=False)
    read_at = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Project
        fields = PLAIN
        widgets = {"starts_on": forms.DateInput({"type": "date"}), "ends_on": forms.DateInput({"type": "date"})}

    def __init__(self, *args: Any, choosable_topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = choosable_topics  # type: ignore[attr-defined]
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in ProjectStatus.choices if value != ProjectStatus.CLOSED
        ]
        if self.instance.pk:
            self.initial["sides_wanted"] = self.instance.sides_wanted
            self.initial["topics"] = list(self.instance.topics.all())
            self.initial["read_at"] = self.instance.changed_at.isoformat()

    def values(self) -> dict[str, Any]:
        """Keyword arguments for the services."""
        return {name: self.cleaned_data[name] for name in (*PLAIN, "sides_wanted", "topics")}

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
    mine = forms.BooleanField(label=_("Only mine"), required=False)


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it closed?"),
        max_length=300,
        error_messages={"required": _("Say why, for example that a partner was found.")},
    )
