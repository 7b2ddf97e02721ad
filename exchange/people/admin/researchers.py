"""Administration of profiles."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from exchange.people import models
from exchange.people.admin.bases import ErasingAdmin, ReadOnlyAdmin, TouchingAdmin, register_history
from exchange.people.services.account import erase_researcher
from exchange.people.services.side import confirm_by_evidence, follow_move, saved_workplace


class ResourceInline(TabularInline):
    model = models.ResearcherResource
    extra = 0


class ResearcherPublicationInline(TabularInline):
    model = models.Publication
    fields = ["title", "year", "doi", "is_representative"]
    readonly_fields = ["title", "year", "doi"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.Researcher)
class ResearcherAdmin(ErasingAdmin, TouchingAdmin):
    inlines = [ResourceInline, ResearcherPublicationInline]
    list_display = [
        "name_romanised",
        "name_native",
        "country",
        "organisation",
        "is_listed",
        "changed_at",
    ]
    list_filter = ["country", "career_stage", "is_listed", "created_at", ("user", admin.EmptyFieldListFilter)]
    sortable_by = ["name_romanised", "name_native", "changed_at"]
    list_select_related = ()  # joined for all found before the first page is cut; read for that page alone below
    search_fields = ["name_romanised", "name_native", "user__email", "=orcid", "=external_id"]
    autocomplete_fields = ["user", "organisation", "topics"]
    readonly_fields = ["public_id", "created_at", "changed_at"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        people: QuerySet[Any] = super().get_queryset(request)
        return people.prefetch_related("organisation")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Another organisation ends what was confirmed and agreed to, as on the person's own pages."""
        before = saved_workplace(obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if before is not None:
            follow_move(obj, before=before)
        else:
            confirm_by_evidence(obj)

    def erase(self, obj: Any, by: models.User) -> None:
        """The person's account goes with the profile; a later import leaves them out."""
        erase_researcher(obj, by=by)


@admin.register(models.ResearcherSearch)
class ResearcherSearchAdmin(ReadOnlyAdmin):
    list_display = ["subject", "keys"]
    list_select_related = ["subject"]
    search_fields = ["subject__name_romanised", "subject__name_native"]


register_history(models.Researcher)
register_history(models.ResearcherResource)
