"""Administration of imported files: what became of each."""

from django.contrib import admin

from exchange.people import models
from exchange.people.admin.bases import ReadOnlyAdmin, register_history


@admin.register(models.FileImport)
class FileImportAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "state", "done", "rejected", "requested_by", "requested_at", "error"]
    list_filter = ["kind", "state"]
    list_select_related = ["requested_by"]
    search_fields = ["name", "error", "requested_by__email"]
    date_hierarchy = "requested_at"
    exclude = ["file"]


register_history(models.FileImport)
