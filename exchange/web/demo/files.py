"""What the demo's loading writes to the disk goes with it where it is stopped midway: the database rolls back, a disk does not.

A folder is noted before the first file is written into it. Whoever loads or removes the demo next, if only after a power
failure, looks up each note: where no row tells of the folder, its loading never ended.
"""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import QuerySet

from exchange.office.models import Export
from exchange.proposals.models import Proposal

NOTES = "demo-loading"
TURN = "demo"


def note_folder(folder: str) -> None:
    default_storage.save(f"{NOTES}/{folder.replace('/', '.')}", ContentFile(b""))


@transaction.atomic
def discard_stopped() -> None:
    """Also the turn of whoever loads or removes the demo, until their transaction ends: no note is of work under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TURN])
    for note in _names(NOTES):
        folder = note.replace(".", "/")
        if not _is_told_of(folder):
            for name in _names(folder):
                default_storage.delete(f"{folder}/{name}")
        default_storage.delete(f"{NOTES}/{note}")


def _names(folder: str) -> list[str]:
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def _is_told_of(folder: str) -> bool:
    kind, _, public_id = folder.partition("/")
    rows: QuerySet[Any] = {"proposals": Proposal.objects.all(), "exports": Export.objects.all()}[kind]
    return rows.filter(public_id=public_id).exists()
