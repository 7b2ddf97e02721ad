"""The privacy notice: a new version is written from the last one and published; a published one is read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.people.models import CollectionConsent, PrivacyNotice
from exchange.people.models.privacy import TEXTS
from exchange.people.selectors.privacy import notice_in_force
from exchange.people.services.privacy import publish_notice

LAYOUT = _("A line that begins with “## ” is a heading, one that begins with “- ” an item of a list.")


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(ModelAdmin):
    list_display = ["version", "published_at", "asks_anew"]
    search_fields = list(TEXTS)
    fieldsets = [
        (_("Agreed to at sign-up"), {"fields": ["collection_en", "collection_ko"], "description": LAYOUT}),
        (_("The rest of the notice"), {"fields": ["text_en", "text_ko"]}),
        (_("Publishing"), {"fields": ["asks_anew"], "description": _("Saving publishes the text for everybody.")}),
    ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nobody writes a notice from nothing: the text in force is there to be changed."""
        newest = notice_in_force()
        return {**{text: getattr(newest, text) for text in TEXTS}, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: PrivacyNotice, form: Any, change: bool) -> None:
        publish_notice(obj)

    def has_change_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        return False


@admin.register(CollectionConsent)
class CollectionConsentAdmin(ReadOnlyAdmin):
    list_display = ["user", "notice", "language", "given_at"]
    list_select_related = ["user", "notice"]
    search_fields = ["user__email"]
    date_hierarchy = "given_at"


register_history(PrivacyNotice)
register_history(CollectionConsent)
