"""Administration of projects."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from exchange.people.admin.bases import ReadOnlyAdmin, TouchingAdmin, register_history
from exchange.projects.models import Project, ProjectResource, ProjectSearch


class ProjectResourceInline(TabularInline):
    model = ProjectResource
    extra = 0


@admin.register(Project)
class ProjectAdmin(TouchingAdmin, ModelAdmin):
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
