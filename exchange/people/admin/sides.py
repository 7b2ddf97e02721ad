"""Administration of decisions on sides: read, and added by officers under the rule of their own pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from exchange.people import models
from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.people.services.side import NOT_THEIRS, decide_side


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """``officer`` is whoever fills it in."""

    officer: models.User
    reason = models.SideDecision._meta.get_field("reason").formfield(required=True)

    class Meta:
        model = models.SideDecision
        fields = ["researcher", "outcome", "reason"]

    def clean_researcher(self) -> models.Researcher:
        researcher: models.Researcher = self.cleaned_data["researcher"]
        if not self.officer.has_perm("people.decide_side", researcher):
            raise ValidationError(NOT_THEIRS)
        return researcher


@admin.register(models.SideDecision)
class SideDecisionAdmin(ReadOnlyAdmin):
    form = DecisionForm
    list_display = ["researcher", "organisation", "side", "outcome", "ground", "decided_by", "decided_at", "ended_at"]
    list_filter = ["side", "outcome", "ground", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["researcher", "organisation", "decided_by"]
    search_fields = ["researcher__name_romanised", "researcher__name_native", "reason"]
    autocomplete_fields = ["researcher"]
    date_hierarchy = "decided_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An administrator without an office acts for no side."""
        return isinstance(request.user, models.User) and bool(request.user.officer_side)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.officer = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The same service as the officers' page; the row that it wrote stands for the one of the form."""
        assert isinstance(request.user, models.User)  # noqa: S101  (the admin's own check stands before it)
        said = {"outcome": obj.outcome, "reason": obj.reason, "organisation": obj.researcher.organisation}
        obj.pk = decide_side(obj.researcher, by=request.user, **said).pk
        obj.refresh_from_db()


register_history(models.SideDecision)
