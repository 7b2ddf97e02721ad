"""Imports from public sources: asked for, fetched by one worker at a time, merged."""

import logging
import time
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exchange.jobs import services as jobs
from exchange.jobs.services import JobKind, Lease
from exchange.people.clients.fetching import FetchFailed, Sleep
from exchange.people.clients.sources import fetch
from exchange.people.enums import ImportFailure, PublicationSource
from exchange.people.models import PublicationImport, Researcher
from exchange.people.services.publication_merging import merge_publications
from exchange.people.values.publications import Bibliography
from exchange.people.values.publications.identifiers import read_author, read_dois, read_orcid

logger = logging.getLogger(__name__)

DOI_LIMIT = 500
IMPORTS = JobKind(
    PublicationImport,
    task="exchange.people.tasks.execute_import",
    # Longer than one answer of a source can take with all its repetitions; renewed after each.
    lease=timedelta(minutes=3),
    attempts=3,
    given_up=ImportFailure.LOST.value,
    fault=lambda error: ImportFailure.INTERNAL.value,
)


class ImportUnderWayError(ValidationError):
    """The person has an import that is not finished yet."""


@transaction.atomic
def request_import(researcher: Researcher, *, source: str, text: str) -> PublicationImport:
    """Queue an import from ORCID, OpenAlex or a list of DOIs. Raises ``ValidationError``."""
    job = PublicationImport(researcher=researcher, source=source, payload=_payload(source, text))
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        raise ImportUnderWayError(_("An import is under way. Wait until it is finished.")) from None
    jobs.dispatch_on_commit(IMPORTS, job.pk)
    return job


def _payload(source: str, text: str) -> str:
    if source == PublicationSource.DOI:
        return _doi_list(text)
    if source == PublicationSource.ORCID:
        return _needed(read_orcid(text), _("This is not an ORCID iD: it looks like 0000-0002-1825-0097."))
    if source == PublicationSource.OPENALEX:
        message = _("This is neither an OpenAlex author id, such as A5023888391, nor an ORCID iD.")
        return _needed(read_author(text) or read_orcid(text), message)
    raise ValidationError(_("Nothing can be fetched from this source."))


def _needed(identifier: str, message: object) -> str:
    if not identifier:
        raise ValidationError(str(message))
    return identifier


def _doi_list(text: str) -> str:
    dois, others = read_dois(text)
    if not dois:
        raise ValidationError(_("There is no DOI in it: one looks like 10.1000/182."))
    if len(dois) + len(others) > DOI_LIMIT:
        raise ValidationError(_("At most %(limit)d DOIs at once."), params={"limit": DOI_LIMIT})
    return "\n".join([*dois, *others])


def execute_import(pk: int, *, worker: str = "", sleep: Sleep = time.sleep) -> bool:
    """Claim an import, fetch and merge. False where it was not ours to do, or was lost on the way."""
    return jobs.execute(IMPORTS, pk, lambda lease: _carry_out(lease, sleep), worker=worker, found=0)


def _carry_out(lease: Lease[PublicationImport], sleep: Sleep) -> None:
    job = lease.job
    try:
        found = fetch(job.source, job.payload, on_progress=lambda n, of: lease.renew(found=n, total=of), sleep=sleep)
    except FetchFailed as error:
        logger.info("Publication import %s: %s.", job.pk, error)
        lease.fail(error.failure)
    else:
        _finish(lease, found)


@transaction.atomic
def _finish(lease: Lease[PublicationImport], found: Bibliography) -> None:
    """Merge and close in one transaction, so that neither happens without the other."""
    lease.hold()
    counts = merge_publications(lease.job.researcher, found.items, source=lease.job.source)
    lease.finish(
        found=found.found,
        added=counts.added,
        merged=counts.merged,
        left_out=found.left_out,
        rejected=[refusal.row for refusal in found.rejected],
    )


def recover_imports() -> list[int]:
    """Give up on imports that were lost too often; hand every other lost or waiting one to a worker."""
    return jobs.recover(IMPORTS)
