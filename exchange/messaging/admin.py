"""Administration of mail: what was written, to whom, and what became of it."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from exchange.http.keys_in_logs import without_keys
from exchange.messaging.enums import OutboxState
from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.messaging.services import send_again
from exchange.people.admin.bases import ReadOnlyAdmin, register_history

COLOURS = {
    OutboxState.QUEUED: "info",
    OutboxState.SENDING: "info",
    OutboxState.HELD: "warning",
    OutboxState.TOLD: "success",
    OutboxState.SENT: "success",
    OutboxState.FAILED: "danger",
}


class TroubleFilter(admin.SimpleListFilter):
    """Also a message that will be tried again has an error; the state alone does not show it."""

    title = _("trouble")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("error", gettext("With an error"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
        return queryset.exclude(error="") if self.value() == "error" else queryset


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "user", "category", "shown_state", "attempts", "error", "created_at", "sent_at"]
    list_filter = ["state", TroubleFilter, "category", "language", ("created_at", admin.DateFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["subject", "user__email", "address", "key", "body_text", "error"]
    date_hierarchy = "created_at"
    actions = ["send_again"]
    fieldsets = (
        (None, {"fields": ("subject", "user", "address", "category", "language", "key")}),
        (_("Delivery"), {"fields": ("state", "attempts", "error", "not_before", "claimed_at", "sent_at", "digest")}),
        (_("Content"), {"fields": ("shown_text",)}),
    )

    @display(description=_("state"), ordering="state", label=COLOURS)
    def shown_state(self, message: OutboxMessage) -> tuple[str, str]:
        return message.state, message.get_state_display()

    @admin.display(description=_("text"))
    def shown_text(self, message: OutboxMessage) -> str:
        """Without the keys of links: they are for whoever has the mailbox."""
        return without_keys(message.body_text)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("messaging.change_outboxmessage"))

    @admin.action(description=_("Send again: what failed or waits"), permissions=["send_again"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        chosen = list(queryset)
        sent = set(send_again(message.pk for message in chosen))
        for message in chosen:
            if message.pk in sent:
                self.log_change(request, message, "Sent again.")
        self._tell(request, len(sent), len(chosen) - len(sent))

    def _tell(self, request: HttpRequest, sent: int, left: int) -> None:
        if sent:
            text = ngettext("%d message is sent again.", "%d messages are sent again.", sent) % sent
            self.message_user(request, text, messages.SUCCESS)
        if left:
            text = ngettext(
                "%d message was left alone: it neither failed nor waits.",
                "%d messages were left alone: they neither failed nor wait.",
                left,
            )
            self.message_user(request, text % left, messages.WARNING)


@admin.register(NotificationPreference)
class NotificationPreferenceAdmin(ReadOnlyAdmin):
    """Everybody's own choice."""

    list_display = ["user", "category", "delivery"]
    list_filter = ["category", "delivery"]
    list_select_related = ["user"]
    search_fields = ["user__email"]


register_history(NotificationPreference)
