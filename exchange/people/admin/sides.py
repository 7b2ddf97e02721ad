"""Administration of decisions on sides: read, and added by officers under the rule of their own pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exchange.http.stale import Stale
from exchange.people import models
from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.people.services.side import NOT_THEIRS, decide_side, refuse_unread


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """``officer`` is whoever fills it in."""

    officer: models.User
    reason = models.SideDecision._meta.get_field("reason").formfield(required=True)
    reverses = forms.IntegerField(
        label=_("decision that this reverses"),
        required=False,
        help_text=_("The number of the decision in force, where there is one: what was not read is not reversed."),
    )

    class Meta:
        model = models.SideDecision
        fields = ["researcher", "outcome", "reason"]

    def clean_researcher(self) -> models.Researcher:
        researcher: models.Researcher = self.cleaned_data["researcher"]
        if not self.officer.has_perm("people.decide_side", researcher):
            raise ValidationError(NOT_THEIRS)
        return researcher

    def clean(self) -> None:
        """Asked here, where it can be said beside the form; the administration saves in the same transaction."""
        super().clean()
        said = self.cleaned_data
        if not self.errors:
            try:
                refuse_unread(said["researcher"], outcome=said["outcome"], reverses=said["reverses"])
            except Stale as decided:
                self.add_error("reverses", _numbered(decided))


def _numbered(decided: Stale) -> str:
    return f"{decided} (#{decided.current.pk})" if decided.current else str(decided)


@admin.register(models.SideDecision)
class SideDecisionAdmin(ReadOnlyAdmin):
    form = DecisionForm
    list_display = [
        "id",
        "researcher",
        "organisation",
        "side",
        "outcome",
        "ground",
        "decided_by",
        "decided_at",
        "ended_at",
    ]
    list_filter = ["side", "outcome", "ground", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["researcher", "organisation", "decided_by"]
    search_fields = ["researcher__name_romanised", "researcher__name_native", "reason"]
    autocomplete_fields = ["researcher"]
    date_hierarchy = "decided_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An administrator without an office acts for no side."""
        return isinstance(request.user, models.User) and bool(request.user.officer_side)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj is None else [*self.list_display, "reason"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.officer = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The same service as the officers' page; the row that it wrote stands for the one of the form."""
        assert isinstance(request.user, models.User)  # noqa: S101  (the admin's own check stands before it)
        said = {"outcome": obj.outcome, "reason": obj.reason, "organisation": obj.researcher.organisation}
        said["reverses"] = form.cleaned_data["reverses"]
        obj.pk = decide_side(obj.researcher, by=request.user, **said).pk
        obj.refresh_from_db()


register_history(models.SideDecision)
