"""Administration of consents and erasures: read, never rewritten."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from exchange.people import models
from exchange.people.admin.bases import ReadOnlyAdmin, register_history


@admin.register(models.ConsentNotice)
class ConsentNoticeAdmin(ModelAdmin):
    """A new version can be added; a published one never changes."""

    list_display = ["purpose", "version", "published_at"]
    list_filter = ["purpose"]
    search_fields = ["text_en", "text_ko"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdmin):
    list_display = ["researcher", "recipient_country", "notice", "source", "given_at", "withdrawn_at"]
    list_filter = ["recipient_country", "source", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["researcher", "notice"]
    search_fields = ["researcher__name_romanised", "basis"]
    date_hierarchy = "given_at"


@admin.register(models.Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["subject_id", "erased_at", "erased_by"]
    list_select_related = ["erased_by"]
    search_fields = ["subject_id"]
    date_hierarchy = "erased_at"


register_history(models.ConsentRecord)
