"""Files of facts from the browser: kept until a worker has read them. One of a kind at a time."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exchange.jobs import services as jobs
from exchange.jobs.services import JobKind
from exchange.people.enums import FileKind
from exchange.people.models import FileImport, User

# The whole ROR dump, unpacked, has some 300 MB.
MOST_BYTES = 1024**3
FILES = JobKind(
    FileImport,
    task="exchange.people.tasks.execute_file_import",
    # Renewed after each batch; what follows the last one takes longest.
    lease=timedelta(minutes=5),
    attempts=3,
)


class FileImportUnderWay(ValidationError):
    """Another file of this kind is not finished yet."""


def request_file_import(kind: FileKind, *, file: "File[bytes]", by: User) -> FileImport:
    """Keep the file and hand it to a worker. Raises ``ValidationError``."""
    size = file.size or 0
    if not size:
        raise ValidationError({"file": _("This file is empty.")})
    if size > MOST_BYTES:
        raise ValidationError({"file": _("This file is larger than 1 GiB.")})
    job = FileImport(kind=kind, name=(file.name or str(kind))[-200:], size=size, requested_by=by)
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        raise FileImportUnderWay(_("An import of this kind is under way. Wait until it is finished.")) from None
    return _keep(job, file)


@transaction.atomic
def _keep(job: FileImport, file: "File[bytes]") -> FileImport:
    job.file.save(f"{job.public_id}", file)
    jobs.dispatch_on_commit(FILES, job.pk)
    return job


def recover_file_imports() -> list[int]:
    """Give up on what was lost too often; hand every other lost or waiting one to a worker."""
    return jobs.recover(FILES)
