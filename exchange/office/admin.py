"""Managers' lists in the administration: to be searched and read."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from exchange.office import models
from exchange.office.selectors.managed import outside_closed_scopes
from exchange.people.admin.bases import HistoryAdmin, ReadOnlyAdmin, register_history
from exchange.people.admin.reading import failure
from exchange.people.models import User
from exchange.programmes.admin import Recused


class OfList(Recused):
    """An administrator to whom a scope is closed reads nothing of its lists here either; ``at`` leads to list and scope."""

    at = ""

    def open_to(self, user: User | AnonymousUser, rows: QuerySet[Any]) -> QuerySet[Any]:
        return outside_closed_scopes(user, rows, at=self.at)


class OfListAdmin(OfList, ReadOnlyAdmin):
    pass


class OfListHistoryAdmin(OfList, HistoryAdmin):
    pass


@admin.register(models.SavedView)
class SavedViewAdmin(OfListAdmin):
    list_display = ["name", "user", "list_key", "scope_id", "is_default"]
    list_filter = ["list_key", "is_default"]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]


@admin.register(models.Export)
class ExportAdmin(OfListAdmin):
    list_display = ["__str__", "requested_by", "requested_at", "state", "done", "total", "attempts", failure]
    list_filter = ["list_key", "state", "format"]
    list_select_related = ["requested_by"]
    search_fields = ["public_id", "requested_by__email", "error"]
    date_hierarchy = "requested_at"


@admin.register(models.MessageBatch)
class MessageBatchAdmin(OfListAdmin):
    list_display = ["__str__", "scope_id", "audience", "state", "written_by", "reviewed_by", "sent_by", "finished_at"]
    list_filter = ["list_key", "state"]
    list_select_related = ["written_by", "reviewed_by", "sent_by"]
    search_fields = ["subject_en", "subject_ko"]
    date_hierarchy = "written_at"


@admin.register(models.BatchRecipient)
class BatchRecipientAdmin(OfListAdmin):
    at = "batch__"
    list_display = ["batch", "user", "row_id", "state", "error"]
    list_filter = ["state"]
    list_select_related = ["batch", "user"]
    search_fields = ["user__email", "batch__subject_en", "batch__subject_ko", "error"]


for tracked in (models.Export, models.MessageBatch):
    register_history(tracked, OfListHistoryAdmin)
