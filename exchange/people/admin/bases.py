"""What admin pages of every slice are made of. Records of a person or of the matching are read here, never rewritten."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pghistory.admin.core import EventModelAdmin
from unfold.admin import ModelAdmin

from exchange.people import models
from exchange.people.admin.actors import NamingWhoChanged
from exchange.people.admin.reading import ChoosingAdmin, ReadingAdmin

PAGE = 15


class ReadOnlyAdmin(ReadingAdmin):
    """Rows that a human edit would falsify: to be searched and read."""

    list_per_page = PAGE
    # Counted once: how many there are beside those that were searched for takes as long again.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class HistoryAdmin(NamingWhoChanged, ReadOnlyAdmin, EventModelAdmin):
    """What the audit triggers wrote: who changed which row when."""

    list_display = ["pgh_created_at", "kind_of_change", "changed_row", "actor_of_change"]
    list_filter = ["pgh_label", ("pgh_created_at", admin.DateFieldListFilter)]
    ordering = ["-pgh_created_at"]

    def is_narrowed_for(self, request: HttpRequest) -> bool:
        """Whether some of it is closed to this reader: then the list of all changes leaves out the whole model."""
        return False


class TouchingAdmin(ChoosingAdmin):
    """Edits of a matched subject count as changes, so that the next refresh reads it again."""

    list_per_page = PAGE
    show_full_result_count = False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        type(form.instance).objects.filter(pk=form.instance.pk).update(changed_at=timezone.now())


class ErasingAdmin(ModelAdmin):
    """Deleting a person is erasing them: history included, with a tombstone that names who did it."""

    list_per_page = PAGE

    def erase(self, obj: Any, by: models.User) -> None:
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        assert isinstance(request.user, models.User)  # noqa: S101  (the admin's own check stands before it)
        self.erase(obj, request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What nobody may delete alone, such as consents, goes with the person all the same."""
        to_delete, counts, _denied, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected


def register_history(model: type[Model], admin_class: type[HistoryAdmin] = HistoryAdmin) -> None:
    """Show the audit events of a tracked model, under its own name in the reader's language."""
    events: type[Model] = model.pgh_event_model  # type: ignore[attr-defined]
    events._meta.verbose_name = format_lazy(_("{what}: change"), what=model._meta.verbose_name)
    events._meta.verbose_name_plural = format_lazy(_("{what}: changes"), what=model._meta.verbose_name_plural)
    admin.site.register(events, admin_class)
