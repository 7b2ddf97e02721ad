"""What this installation is once, to be read."""

from django.contrib import admin

from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.web.models import Heartbeat, Installation, TaskTally


@admin.register(Installation)
class InstallationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "mail_tested_at"]
    search_fields = ["id"]


@admin.register(TaskTally)
class TaskTallyAdmin(ReadOnlyAdmin):
    list_display = ["name", "ended", "failed", "seconds"]
    search_fields = ["name"]


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "queue", "seen_at"]
    list_filter = ["queue"]
    search_fields = ["name"]


register_history(Installation)
