"""What the managers' lists hold of a person, for ``people.services.holders``."""

from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from exchange.office.models import BatchRecipient, Export, MessageBatch, SavedView
from exchange.office.services.batch import TEXTS
from exchange.office.services.forgetting import blank_queries, forget_in_exports, forget_views
from exchange.people.models import Researcher, User
from exchange.people.selectors.spoken import spoken_of
from exchange.people.services.blanking import blank_spoken


class OfficeHolder:
    """Views that the person keeps, and files that were written for them; the letters they got are the outbox's."""

    name = "office"

    def export(self, user: User) -> dict[str, Any]:
        views = SavedView.objects.filter(user=user).order_by("pk")
        exports = Export.objects.filter(requested_by=user).order_by("pk")
        return {
            "saved_views": list(views.values("list_key", "name", "query")),
            "exports": list(exports.values("public_id", "list_key", "format", "query", "state", "requested_at")),
        }

    def hold(self, user: User) -> None:
        """Views and exports are asked for under a lock on the account itself."""

    def withdraw(self, researcher: Researcher) -> None:
        """Nothing here rests on that consent."""

    def erase(self, user: User) -> dict[str, int]:
        """The rows go with the account; their files would stay, and so would the name in files and letters of others."""
        for path in Export.objects.filter(requested_by=user).exclude(path="").values_list("path", flat=True):
            _delete_after_commit(path)
        spoken = spoken_of(user)
        # Afterwards: what is being written now began before, with the person in it.
        transaction.on_commit(lambda: forget_in_exports(spoken), robust=True)
        letters = blank_spoken(MessageBatch.objects.all(), TEXTS, spoken)
        blank_spoken(_history_of("MessageBatch"), TEXTS, spoken)
        blank_spoken(BatchRecipient.objects.exclude(user=user), ("error",), spoken)
        for rows in (MessageBatch.objects.all(), Export.objects.all(), *map(_history_of, ("MessageBatch", "Export"))):
            blank_queries(rows, spoken)
        views = forget_views(SavedView.objects.exclude(user=user).select_related("user"), spoken)
        return {"office.names_in_letters_of_others": letters, "office.views_of_others": views}


def _history_of(model: str) -> "QuerySet[Any]":
    return QuerySet(apps.get_model("office", f"{model}Event"))


def _delete_after_commit(path: str) -> None:
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)
