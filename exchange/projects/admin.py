"""Administration of projects."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from exchange.people.admin import TouchingAdmin, register_history
from exchange.projects.models import Project, ProjectResource


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


register_history(Project)
register_history(ProjectResource)
