"""Exports of a list: asked for, claimed under a lease, written in constant memory, taken over where a worker is lost."""

import logging
import tempfile
import uuid
import zoneinfo
from datetime import timedelta
from functools import partial
from pathlib import Path

from celery import current_app
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation

from exchange.people.models import User
from exchange.programmes.models import Call
from exchange.proposals.enums import ExportFormat, ExportState
from exchange.proposals.models import ProposalExport
from exchange.proposals.selectors.exporting import WRITERS, header, row_of
from exchange.proposals.selectors.office import call_proposals
from exchange.proposals.values.listing import Listing

logger = logging.getLogger(__name__)

CHUNK = 500
LEASE = timedelta(seconds=60)
ATTEMPTS = 3
KEPT = timedelta(days=7)
UNFINISHED = (ExportState.QUEUED, ExportState.RUNNING)


class ExportLost(Exception):
    """Cancelled, or another worker has it."""


@transaction.atomic
def request_export(call: Call, *, listing: Listing, file_format: ExportFormat, by: User) -> ProposalExport:
    """Have the list written; asking again while it is being written gives the one that is under way."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # one click at a time
    same = {"call": call, "requested_by": by, "format": file_format, "query": listing.query()}
    if under_way := ProposalExport.objects.filter(**same, state__in=UNFINISHED).first():
        return under_way
    language = translation.get_language() or by.language
    export = ProposalExport(**same, language=language, total=call_proposals(call, listing).count())
    export.full_clean()
    export.save()
    transaction.on_commit(partial(_dispatch, export.pk))
    return export


def _dispatch(pk: int) -> None:
    # By name: tasks stand above services and are not imported here.
    current_app.send_task("exchange.proposals.tasks.write_export", args=[pk])


def cancel_export(export: ProposalExport) -> bool:
    """Its worker notices with its next rows. False where it is over already."""
    unfinished = ProposalExport.objects.filter(pk=export.pk, state__in=UNFINISHED)
    return bool(unfinished.update(state=ExportState.CANCELLED, finished_at=timezone.now()))


def write_export(pk: int) -> bool:
    """Claim the export and write it. False where it was not ours to do or was lost on the way."""
    worker = uuid.uuid4().hex
    export = claim_export(pk, worker=worker)
    if export is None:
        return False
    held = ProposalExport.objects.filter(pk=pk, claimed_by=worker, state=ExportState.RUNNING)
    try:
        with tempfile.TemporaryDirectory() as folder:
            _finish(export, held, *_write(export, held, Path(folder) / "export"))
    except ExportLost:
        logger.info("Export %s was cancelled or taken over; %s stops.", pk, worker)
        return False
    except Exception as error:
        text = f"{type(error).__name__}: {error}"[:500]
        held.update(state=ExportState.FAILED, error=text, finished_at=timezone.now())
        raise
    return True


def claim_export(pk: int, *, worker: str) -> ProposalExport | None:
    """Take a waiting export, or one whose worker let the lease run out; ``None`` where another is quicker or at work."""
    now = timezone.now()
    free = Q(state=ExportState.QUEUED) | Q(state=ExportState.RUNNING, lease_until__lt=now)
    claimed = ProposalExport.objects.filter(free, pk=pk).update(
        state=ExportState.RUNNING, claimed_by=worker, lease_until=now + LEASE, attempts=F("attempts") + 1, done=0
    )
    exports = ProposalExport.objects.select_related("call", "requested_by")
    return exports.get(pk=pk) if claimed else None


def _write(export: ProposalExport, held: QuerySet[ProposalExport], path: Path) -> tuple[Path, int]:
    """One statement behind a server-side cursor: the list of one instant, a chunk of it in memory."""
    zone, done = zoneinfo.ZoneInfo(export.requested_by.time_zone), 0
    writer = WRITERS[ExportFormat(export.format)](path)
    with translation.override(export.language), timezone.override(zone), writer:
        writer.write(header())
        rows = call_proposals(export.call, Listing.from_query(export.query))
        for done, proposal in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
            writer.write(row_of(proposal))
            if not done % CHUNK:
                _renew(held, done=done)
    return path, done


def _renew(held: QuerySet[ProposalExport], *, done: int) -> None:
    if not held.update(done=done, lease_until=timezone.now() + LEASE):
        raise ExportLost


def _finish(export: ProposalExport, held: QuerySet[ProposalExport], written: Path, rows: int) -> None:
    """The file's name is this execution's own, so that of two workers neither overwrites the other's."""
    now = timezone.now()
    with written.open("rb") as file:
        path = default_storage.save(f"exports/{export.public_id}/{export.claimed_by}", File(file))
    finished = held.update(
        state=ExportState.DONE,
        done=rows,
        total=rows,
        path=path,
        size=written.stat().st_size,
        finished_at=now,
        expires_at=now + KEPT,
    )
    if not finished:
        default_storage.delete(path)
        raise ExportLost


def recover_exports() -> list[int]:
    """Give up on exports that were lost too often; hand every other lost or waiting one to a worker."""
    now = timezone.now()
    lost = ProposalExport.objects.filter(state=ExportState.RUNNING, lease_until__lt=now)
    lost.filter(attempts__gte=ATTEMPTS).update(
        state=ExportState.FAILED, error="Its worker was lost too often.", finished_at=now
    )
    waiting = ProposalExport.objects.filter(state=ExportState.QUEUED, requested_at__lt=now - LEASE)
    pks = list((lost | waiting).order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        _dispatch(pk)
    return pks


def delete_expired_exports() -> int:
    """Delete the files whose time is over; the rows stay and say that there was one."""
    expired = ProposalExport.objects.filter(state=ExportState.DONE, expires_at__lte=timezone.now())
    pks = []
    for pk, path in expired.values_list("pk", "path"):
        default_storage.delete(path)
        pks.append(pk)
    ProposalExport.objects.filter(pk__in=pks).update(state=ExportState.EXPIRED, path="")
    return len(pks)
