"""Exports of a list: asked for, written by one worker at a time and in constant memory, kept for a while."""

import tempfile
import uuid
import zoneinfo
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone, translation

from exchange.jobs import services as jobs
from exchange.jobs.services import JobKind, JobLost, Lease
from exchange.office.enums import ExportFormat, ExportState
from exchange.office.models import Export
from exchange.office.selectors.managed import AnyList, list_of, scope_of
from exchange.office.services.table import WRITERS
from exchange.office.values.listing import Listing
from exchange.people.models import User

CHUNK = 500
KEPT = timedelta(days=7)
EXPORTS = JobKind(Export, task="exchange.office.tasks.write_export", lease=timedelta(seconds=60), attempts=3)


@transaction.atomic
def request_export(listed: AnyList, scope: Model, *, listing: Listing, file_format: ExportFormat, by: User) -> Export:
    """Have the list written; asking again while it is being written gives the one that is under way.

    Raises ``ValidationError`` for filters that are longer than what is kept of them.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # one click at a time
    same = {"requested_by": by, "format": file_format, "query": listing.query()}
    if under_way := listed.kept(EXPORTS.unfinished_rows, scope).filter(**same).first():
        return under_way
    language, total = translation.get_language() or by.language, listed.rows(scope, listing).count()
    export = Export(**same, list_key=listed.key, scope_id=scope.pk, language=language, total=total)
    export.full_clean()
    export.save()
    jobs.dispatch_on_commit(EXPORTS, export.pk)
    return export


def cancel_export(export: Export) -> bool:
    """Its worker notices with its next rows. False where it is over already."""
    return jobs.cancel(EXPORTS, export.pk)


def write_export(pk: int) -> bool:
    """Claim the export and write it. False where it was not ours to do or was lost on the way."""
    return jobs.execute(EXPORTS, pk, _carry_out, done=0)


def _carry_out(lease: Lease[Export]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        _finish(lease, path, rows=_write(lease, path))


def _write(lease: Lease[Export], path: Path) -> int:
    """One statement behind a server-side cursor: the list of one instant, a chunk of it in memory."""
    export, done = lease.job, 0
    listed, zone = list_of(export), zoneinfo.ZoneInfo(export.requested_by.time_zone)
    rows = listed.rows(scope_of(export), listed.listing.from_query(export.query))
    with translation.override(export.language), timezone.override(zone):
        head = [(column.header(), column.kind) for column in listed.columns]
        with WRITERS[ExportFormat(export.format)](path, title=str(listed.title), head=head) as writer:
            for done, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
                writer.write([column.value(row) for column in listed.columns])
                if not done % CHUNK:
                    lease.renew(done=done)
    return done


def _finish(lease: Lease[Export], written: Path, *, rows: int) -> None:
    """The file's name is this execution's own, so that of two workers neither overwrites the other's."""
    with written.open("rb") as file:
        path = default_storage.save(f"{lease.job.folder}/{uuid.uuid4().hex}", File(file))
    size, expires_at = written.stat().st_size, timezone.now() + KEPT
    try:
        lease.finish(done=rows, total=rows, path=path, size=size, expires_at=expires_at)
    except JobLost:
        default_storage.delete(path)
        raise


def recover_exports() -> list[int]:
    """Give up on exports that were lost too often; hand every other lost or waiting one to a worker."""
    return jobs.recover(EXPORTS)


def delete_expired_exports() -> int:
    """Delete the files whose time is over; the rows stay and say that there was one."""
    expired = Export.objects.filter(state=ExportState.DONE, expires_at__lte=timezone.now())
    pks = []
    for pk, path in expired.values_list("pk", "path"):
        default_storage.delete(path)
        pks.append(pk)
    Export.objects.filter(pk__in=pks).update(state=ExportState.EXPIRED, path="")
    return len(pks)


@transaction.atomic
def discard_exports(exports: QuerySet[Export]) -> None:
    """Rows and files, of a list that is there no more."""
    for path in exports.exclude(path="").values_list("path", flat=True):
        _delete_after_commit(path)
    exports.delete()


def _delete_after_commit(path: str) -> None:
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)
