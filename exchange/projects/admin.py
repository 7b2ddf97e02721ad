"""Administration of projects."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminSelectWidget

from exchange.money.enums import Currency
from exchange.people.admin.amounts import MajorAmountForm
from exchange.people.admin.bases import ReadOnlyAdmin, TouchingAdmin, register_history
from exchange.projects.models import Project, ProjectResource, ProjectSearch


class ProjectResourceInline(TabularInline):
    model = ProjectResource
    extra = 0


class ProjectForm(MajorAmountForm):
    """The amount of the funding may be unknown; where it is known, it has one of our currencies."""

    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "–"), *Currency.choices], required=False, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_minor"].required = False

    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        return str(cleaned.get("currency", self.instance.currency))

    def clean_amount_minor(self) -> str | None:
        return self.cleaned_data["amount_minor"] or None


@admin.register(Project)
class ProjectAdmin(TouchingAdmin, ModelAdmin):
    form = ProjectForm
    inlines = [ProjectResourceInline]
    list_display = ["title", "lead", "organisation", "country", "status", "starts_on", "ends_on"]
    list_filter = ["status", "country", ("lead", admin.EmptyFieldListFilter)]
    list_select_related = ["lead", "organisation"]
    search_fields = ["title", "summary", "external_id", "lead__name_romanised"]
    autocomplete_fields = ["lead", "organisation", "topics"]
    readonly_fields = ["public_id", "created_at", "changed_at"]
    date_hierarchy = "created_at"


@admin.register(ProjectSearch)
class ProjectSearchAdmin(ReadOnlyAdmin):
    list_display = ["subject", "keys"]
    list_select_related = ["subject"]
    search_fields = ["subject__title"]


register_history(Project)
register_history(ProjectResource)
