"""Administration of mail: what was written, to whom, and what became of it."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.people.admin import ReadOnlyAdmin, register_history


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "user", "category", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "category", "language"]
    list_select_related = ["user"]
    search_fields = ["subject", "user__email", "error"]
    date_hierarchy = "created_at"


@admin.register(NotificationPreference)
class NotificationPreferenceAdmin(ModelAdmin):
    list_display = ["user", "category", "delivery"]
    list_filter = ["category", "delivery"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    autocomplete_fields = ["user"]


register_history(NotificationPreference)
