"""Files made from a list that name somebody who has erased their account: deleted, and their owners told."""

from django.core.files.storage import default_storage
from django.db import transaction

from exchange.jobs import services as jobs
from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message
from exchange.office.enums import ExportState
from exchange.office.models import Export
from exchange.office.selectors.export import names_somebody
from exchange.office.services.export import EXPORTS
from exchange.people.values.spoken import Spoken


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
