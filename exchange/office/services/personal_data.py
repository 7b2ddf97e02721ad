"""What the managers' lists hold of a person, for ``people.services.holders``."""

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from exchange.office.models import Export, SavedView
from exchange.people.models import Researcher, User


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
        """The rows go with the account; their files would stay."""
        for path in Export.objects.filter(requested_by=user).exclude(path="").values_list("path", flat=True):
            _delete_after_commit(path)
        return {}


def _delete_after_commit(path: str) -> None:
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)
