"""Managers' lists in the administration: to be searched and read."""

from django.contrib import admin

from exchange.office import models
from exchange.people.admin.bases import ReadOnlyAdmin, register_history


@admin.register(models.SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    list_display = ["name", "user", "list_key", "scope_id", "is_default"]
    list_filter = ["list_key", "is_default"]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]


@admin.register(models.Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "requested_by", "requested_at", "state", "done", "total", "attempts", "error"]
    list_filter = ["list_key", "state", "format"]
    list_select_related = ["requested_by"]
    search_fields = ["public_id", "requested_by__email", "error"]
    date_hierarchy = "requested_at"


@admin.register(models.MessageBatch)
class MessageBatchAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "scope_id", "audience", "state", "written_by", "reviewed_by", "sent_by", "finished_at"]
    list_filter = ["list_key", "state"]
    list_select_related = ["written_by", "reviewed_by", "sent_by"]
    search_fields = ["subject_en", "subject_ko"]
    date_hierarchy = "written_at"


@admin.register(models.BatchRecipient)
class BatchRecipientAdmin(ReadOnlyAdmin):
    list_display = ["batch", "user", "row_id", "state", "error"]
    list_filter = ["state"]
    list_select_related = ["batch", "user"]
    search_fields = ["user__email", "batch__subject_en", "batch__subject_ko", "error"]


for tracked in (models.Export, models.MessageBatch):
    register_history(tracked)
