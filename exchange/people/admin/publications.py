"""Administration of publications and their imports."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from exchange.people import models
from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.people.selectors.search import fold


@admin.register(models.Publication)
class PublicationAdmin(ModelAdmin):
    list_display = ["title", "researcher", "year", "source", "is_representative"]
    list_filter = ["source", "is_representative"]
    list_select_related = ["researcher"]
    search_fields = ["title", "doi", "researcher__name_romanised"]
    autocomplete_fields = ["researcher"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.folded_title = fold(obj.title)[:500]
        super().save_model(request, obj, form, change)
        models.Researcher.objects.filter(pk=obj.researcher_id).touch()


@admin.register(models.PublicationImport)
class PublicationImportAdmin(ReadOnlyAdmin):
    list_display = ["researcher", "source", "state", "error", "found", "added", "merged", "attempts", "created_at"]
    list_filter = ["source", "state", "error"]
    list_select_related = ["researcher"]
    search_fields = ["researcher__name_romanised", "researcher__name_native", "payload"]
    date_hierarchy = "created_at"
    exclude = ["rejected"]
    readonly_fields = ["refused"]

    @admin.display(description=_("rejected entries"))
    def refused(self, job: models.PublicationImport) -> SafeString:
        return format_html_join("", "<p>{}: {}</p>", ((name, reason) for name, reason, _line in job.refusals))


register_history(models.Publication)
