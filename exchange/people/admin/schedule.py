"""The schedule: whoever writes there has any task run with any arguments, so it is the administrators' alone."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django_celery_beat import models

from exchange.people.admin.bases import HistoryAdmin, register_history
from exchange.people.models import ScheduledBySun, ScheduledInterval, ScheduledOnce, ScheduledTask, ScheduledTimes
from exchange.people.rules.administration import administers


class ScheduleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Others may have it to read. The library's actions ask for no right of their own: who only reads has none."""

    def has_add_permission(self, request: HttpRequest, *of: Any) -> bool:
        return administers(request.user) and super().has_add_permission(request, *of)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return administers(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return administers(request.user) and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if self.has_change_permission(request) else {}


for model in (
    models.PeriodicTask,
    models.ClockedSchedule,
    models.CrontabSchedule,
    models.IntervalSchedule,
    models.SolarSchedule,
):
    library = type(admin.site.get_model_admin(model))
    admin.site.unregister(model)
    admin.site.register(model, type(library.__name__, (ScheduleAdmin, library), {}))


class TaskHistoryAdmin(HistoryAdmin):
    """By name: nobody knows a task by its number."""

    list_display = ["pgh_created_at", "kind_of_change", "name", "enabled", "actor_of_change"]
    search_fields = ["name", "task"]


register_history(ScheduledTask, TaskHistoryAdmin)
for tracked in (ScheduledInterval, ScheduledTimes, ScheduledOnce, ScheduledBySun):
    register_history(tracked)
