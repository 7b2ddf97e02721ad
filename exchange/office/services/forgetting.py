"""What of a list names somebody who has erased their account, a file or a search: deleted, and its owner told."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from exchange.jobs import services as jobs
from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message
from exchange.office.enums import ExportState
from exchange.office.models import Export, SavedView
from exchange.office.selectors.export import names_somebody
from exchange.office.services.export import EXPORTS
from exchange.people.values.spoken import MASK, Spoken


def forget_in_exports(spoken: Spoken) -> int:
    """Delete the finished ones that name the person, write the unfinished anew; return how many were deleted."""
    for pk in Export.objects.filter(state=EXPORTS.running).values_list("pk", flat=True):
        _begin_again(pk)
    finished = Export.objects.filter(state=ExportState.DONE).select_related("requested_by")
    return sum(_remove(export) for export in finished if names_somebody(export, spoken))


@transaction.atomic
def _begin_again(pk: int) -> None:
    """Its worker finds that it has lost it, and throws away what it has written."""
    if EXPORTS.rows.filter(pk=pk, state=EXPORTS.running).update(state=EXPORTS.waiting, lease_until=None):
        jobs.dispatch_on_commit(EXPORTS, pk)


@transaction.atomic
def _remove(export: Export) -> bool:
    finished = Export.objects.filter(pk=export.pk, state=ExportState.DONE)
    if not finished.update(state=ExportState.REMOVED, path="", expires_at=None):
        return False
    default_storage.delete(export.path)
    queue_message(
        export.requested_by,
        category=Category.CALL,
        key=f"export-removed-{export.public_id}",
        template="export_removed",
        context={"export": export},
    )
    return True


def forget_views(views: Iterable[SavedView], spoken: Spoken) -> int:
    """Delete those that look for the person or are called after them; return how many.

    Without the name a view would find everything, which is not what its owner kept.
    """
    named = [view for view in views if spoken.is_in(view.name) or _looks_for(view.query, spoken)]
    for view in named:
        queue_message(
            view.user,
            category=Category.CALL,
            key=f"view-removed-{view.pk}",
            template="view_removed",
            context={"name": spoken.without(view.name)},
        )
        view.delete()
    return len(named)


def blank_queries(rows: "QuerySet[Any]", spoken: Spoken) -> None:
    """In what was written or sent once, the name that was looked for; what is found anew finds nobody by it."""
    for pk, query in rows.exclude(query="").values_list("pk", "query"):
        if _looks_for(query, spoken):
            said = [(name, MASK if spoken.is_in(value) else value) for name, value in parse_qsl(query)]
            rows.filter(pk=pk).update(query=urlencode(said))


def _looks_for(query: str, spoken: Spoken) -> bool:
    return any(spoken.is_in(value) for _name, value in parse_qsl(query))
