"""API tokens in the administration: whose, for what, until when; ended here, never read or changed."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.people.models import ApiToken
from exchange.people.services.tokens import revoke_token


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ["name", "beginning", "user", "scope", "created", "expiry", "last_used_at", "revoked_at"]
    list_filter = ["scope", ("created", admin.DateFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["name", "^token_key", "user__email"]
    actions = ["revoke"]

    @admin.display(description=_("beginning"), ordering="token_key")
    def beginning(self, token: ApiToken) -> str:
        return f"{token.token_key[:10]}…"

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("people.change_apitoken"))

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        revoked = [token for token in queryset if revoke_token(token)]
        for token in revoked:
            self.log_change(request, token, "Revoked.")
        text = ngettext("%d token is revoked.", "%d tokens are revoked.", len(revoked)) % len(revoked)
        self.message_user(request, text, messages.SUCCESS)


register_history(ApiToken)
