"""All changes of all models in one list: what was changed, by whom and when. What it was changed to stands in each history."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from pghistory.admin.core import EventsAdmin
from pghistory.core import event_models

from exchange.people.admin.actors import NamingWhoChanged
from exchange.people.admin.bases import ReadOnlyAdmin

SHOWN = ("pgh_created_at", "kind_of_change", "pgh_obj_model", "changed_row", "actor_of_change")


class AllChangesAdmin(NamingWhoChanged, ReadOnlyAdmin, EventsAdmin):
    """Without the data: it holds what the histories of single models leave out, and what is closed to the reader.

    The settings name it.
    """

    fields = SHOWN

    def get_list_display(self, request: HttpRequest) -> Any:
        return SHOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        histories: list[Any] = [admin.site.get_model_admin(model) for model in event_models()]
        closed = [entry.model._meta.label for entry in histories if entry.is_narrowed_for(request)]
        changes: QuerySet[Any] = super().get_queryset(request)
        return changes.exclude(pgh_model__in=closed)
