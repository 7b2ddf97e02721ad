"""Who made a change: the account that the request was signed in with, as the audit's context keeps it."""

from typing import Any

from django.contrib import admin
from django.db.models import BigIntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from exchange.people.models import User

KINDS = {"insert": _("added"), "update": _("edited"), "delete": _("deleted")}
ACCOUNT = Cast(KeyTextTransform("user", "pgh_context__metadata"), BigIntegerField())


class NamingWhoChanged(ModelAdmin):
    """A context alone is a number that nobody can read."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        changes = super().get_queryset(request).annotate(pgh_account=ACCOUNT)
        address = User.objects.filter(pk=OuterRef("pgh_account")).values("email")[:1]
        named: QuerySet[Any] = changes.annotate(pgh_actor=Subquery(address))
        return named

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        named = {"pgh_context": "actor_of_change", "pgh_label": "kind_of_change"}
        return [named.get(name, name) for name in super().get_fields(request, obj)]

    @admin.display(description=_("kind of change"), ordering="pgh_label")
    def kind_of_change(self, change: Any) -> str:
        return str(KINDS.get(change.pgh_label, change.pgh_label))

    @admin.display(description=_("row"), ordering="pgh_obj_id")
    def changed_row(self, change: Any) -> int | str:
        number: int | str = change.pgh_obj_id
        return number

    @admin.display(description=_("changed by"), ordering="pgh_actor")
    def actor_of_change(self, change: Any) -> str:
        """The address; of an account that is gone its number; a task or a command is signed in with none."""
        if change.pgh_account is None:
            return gettext("the system")
        return change.pgh_actor or str(change.pgh_account)
