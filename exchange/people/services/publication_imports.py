"""Imports from public sources: asked for, claimed under a lease, carried out; taken over where a worker is lost."""

import logging
import socket
import time
import uuid
from datetime import timedelta

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.people.clients.fetching import FetchFailed, Sleep
from exchange.people.clients.sources import fetch
from exchange.people.enums import ImportFailure, ImportState, PublicationSource
from exchange.people.models import PublicationImport, Researcher
from exchange.people.services.publications import merge_publications
from exchange.people.values.publications import Bibliography
from exchange.people.values.publications.identifiers import read_author, read_dois, read_orcid

logger = logging.getLogger(__name__)

# Longer than one answer of a source can take with all its repetitions; renewed after each.
LEASE = timedelta(minutes=3)
ATTEMPTS = 3
DOI_LIMIT = 500
EXECUTE_TASK = "exchange.people.tasks.execute_import"
UNFINISHED = (ImportState.QUEUED, ImportState.RUNNING)


class ImportUnderWayError(ValidationError):
    """The person has an import that is not finished yet."""


class ImportLost(Exception):
    """Another worker has the import, or its person is gone."""


@transaction.atomic
def request_import(researcher: Researcher, *, source: str, text: str) -> PublicationImport:
    """Queue an import from ORCID, OpenAlex or a list of DOIs. Raises ``ValidationError``."""
    job = PublicationImport(researcher=researcher, source=source, payload=_payload(source, text))
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        raise ImportUnderWayError(_("An import is under way. Wait until it is finished.")) from None
    # A broker that is away for a moment costs a minute: `recover_imports` finds what waits.
    transaction.on_commit(lambda: dispatch_import(job.pk), robust=True)
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


def dispatch_import(pk: int) -> None:
    """Hand an import to whichever worker is free; more than once does no harm, since only one can claim it."""
    current_app.send_task(EXECUTE_TASK, [pk])


def execution_name() -> str:
    """Names one execution: a task that is delivered twice must not take itself for its own twin."""
    return f"{socket.gethostname()[:100]}:{uuid.uuid4().hex}"


def claim_import(pk: int, *, worker: str) -> PublicationImport | None:
    """Take a waiting import, or one whose worker let the lease run out; ``None`` where another is quicker."""
    now = timezone.now()
    free = Q(state=ImportState.QUEUED) | Q(state=ImportState.RUNNING, lease_until__lt=now)
    claimed = PublicationImport.objects.filter(free, pk=pk).update(
        state=ImportState.RUNNING, claimed_by=worker, lease_until=now + LEASE, attempts=F("attempts") + 1, found=0
    )
    return PublicationImport.objects.select_related("researcher").get(pk=pk) if claimed else None


def execute_import(pk: int, *, worker: str, sleep: Sleep = time.sleep) -> bool:
    """Claim an import, fetch and merge. False where it was not ours to do, or was lost on the way."""
    job = claim_import(pk, worker=worker)
    if job is None:
        return False
    try:
        found = fetch(job.source, job.payload, on_progress=lambda done, total: _renew(job, done, total), sleep=sleep)
        _finish(job, found)
    except ImportLost:
        logger.warning("Publication import %s was taken over or removed.", pk)
        return False
    except FetchFailed as error:
        logger.info("Publication import %s: %s.", pk, error)
        _fail(_held(job), error.failure)
    except Exception:
        _fail(_held(job), ImportFailure.INTERNAL)
        raise
    return True


def recover_imports() -> list[int]:
    """Give up on imports that were lost too often; hand every other lost or waiting one to a worker."""
    lost = Q(state=ImportState.RUNNING, lease_until__lt=timezone.now())
    _fail(PublicationImport.objects.filter(lost, attempts__gte=ATTEMPTS), ImportFailure.LOST)
    waiting = PublicationImport.objects.filter(lost | Q(state=ImportState.QUEUED)).order_by("created_at")
    pks = list(waiting.values_list("pk", flat=True))
    for pk in pks:
        dispatch_import(pk)
    return pks


def _held(job: PublicationImport) -> models.QuerySet[PublicationImport]:
    """The import as long as this very execution holds it."""
    return PublicationImport.objects.filter(pk=job.pk, claimed_by=job.claimed_by, state=ImportState.RUNNING)


def _renew(job: PublicationImport, found: int, total: int | None) -> None:
    if not _held(job).update(found=found, total=total, lease_until=timezone.now() + LEASE):
        raise ImportLost


@transaction.atomic
def _finish(job: PublicationImport, found: Bibliography) -> None:
    """Merge and close in one transaction, so that neither happens without the other."""
    if not _held(job).select_for_update():
        raise ImportLost
    counts = merge_publications(job.researcher, found.items, source=job.source)
    _held(job).update(
        state=ImportState.DONE,
        found=found.found,
        added=counts.added,
        merged=counts.merged,
        left_out=found.left_out,
        rejected=[[name, reason.value] for name, reason in found.rejected],
        finished_at=timezone.now(),
        lease_until=None,
    )


def _fail(jobs: models.QuerySet[PublicationImport], failure: ImportFailure) -> None:
    jobs.update(state=ImportState.FAILED, error=failure, finished_at=timezone.now(), lease_until=None)
