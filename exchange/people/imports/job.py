"""The worker's side of a file that came through the browser.

Each batch is kept when it is done, so that what is read shows; whoever reads the file again finds it unchanged.
"""

import logging
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import transaction

from exchange.jobs import services as jobs
from exchange.jobs.services import Lease
from exchange.people.enums import FileKind
from exchange.people.imports.importing import Importing, refuse_empty
from exchange.people.imports.organisations import OrganisationImport
from exchange.people.imports.reading import Reject, UnreadableFile
from exchange.people.imports.topics import TopicImport
from exchange.people.models import FileImport
from exchange.people.models.file_import import SHOWN_REJECTS
from exchange.people.services.file_imports import FILES

logger = logging.getLogger(__name__)
IMPORTINGS: dict[str, type[Importing]] = {
    FileKind.ORGANISATIONS: OrganisationImport,
    FileKind.TOPICS: TopicImport,
}


def execute_file_import(pk: int, *, worker: str = "") -> bool:
    """False where it was not ours to do, or was lost on the way."""
    return jobs.execute(FILES, pk, lambda lease: _Reading(lease).read(), worker=worker, done=0)


class _Reading:
    """One execution: what it has read so far."""

    def __init__(self, lease: Lease[FileImport]) -> None:
        self.lease = lease
        self.importing = IMPORTINGS[lease.job.kind]()
        self.importing.counts = Counter()
        self.rejects: list[Reject] = []
        self.rejected = self.taken = 0

    def read(self) -> None:
        job = self.lease.job
        path = Path(job.file.path)
        try:
            count = self.importing.take(self.importing.lines(path), on_reject=self._refuse, on_batch=self._keep)
            refuse_empty(count, job.name)
        except UnreadableFile as error:
            self.lease.renew(fault=[error.fault.row])
            self.lease.fail("")
        else:
            with transaction.atomic():
                self.importing.finish()
                self.lease.finish(**self._told())
        job.file.storage.delete(job.file.name or "")

    def _refuse(self, row: Reject) -> None:
        self.rejected += 1
        if len(self.rejects) < SHOWN_REJECTS:
            self.rejects.append(row)

    def _keep(self, rows: list[Any]) -> None:
        with transaction.atomic():
            self.importing.take_batch(rows)
        self.taken += len(rows)
        self.lease.renew(**self._told())

    def _told(self) -> dict[str, Any]:
        return {
            "done": self.taken + self.rejected,
            "counts": dict(self.importing.counts),
            "rejected": self.rejected,
            "rejects": [[row.line, [fault.row for fault in row.faults]] for row in self.rejects],
        }
