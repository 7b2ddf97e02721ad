"""Imports: of a bibliography, or fetched from a public source. Read, told beforehand where one is asked, merged.

A short bibliography is read at once, a long one and every public source by one worker at a time.
"""

import json
import logging
import time
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.jobs import services as jobs
from exchange.jobs.services import JobKind, Lease
from exchange.people.clients.fetching import FetchFailed, Sleep
from exchange.people.clients.sources import fetch
from exchange.people.enums import FETCHED_SOURCES, ImportFailure, ImportState, PublicationSource, RefusalReason
from exchange.people.models import PublicationImport, Researcher
from exchange.people.services.publication_merging import merge_publications, plan_merge
from exchange.people.values.publications import (
    Bibliography,
    Item,
    Refusal,
    UnreadableBibliography,
    detect,
    parse,
    unified,
)
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


# The same work, which ends before anything is merged.
READINGS = replace(IMPORTS, done=ImportState.READ.value)
# Characters that are read while the page waits: a few hundredths of a second, a tenth where they are meant to harm.
AT_ONCE = 100_000
KEPT_UNCONFIRMED = timedelta(days=7)
# Entries from one sign of life to the next.
_STEP = 50


class ImportUnderWayError(ValidationError):
    """The person has an import that is not finished yet."""


class NothingToConfirmError(ValidationError):
    """It was confirmed or discarded meanwhile, or a newer one took its place."""


def preview_bibliography(researcher: Researcher, *, text: str) -> PublicationImport:
    """Say what would become of each entry, and merge nothing; an earlier preview is forgotten.

    Raises ``UnreadableBibliography``, or ``ImportUnderWayError`` where it is long and another import is not over.
    """
    return _bring(researcher, text, is_confirmed=False)


def import_bibliography(researcher: Researcher, *, text: str) -> PublicationImport:
    """Read and merge without asking; the same is raised."""
    return _bring(researcher, text, is_confirmed=True)


@transaction.atomic
def _bring(researcher: Researcher, text: str, *, is_confirmed: bool) -> PublicationImport:
    text = unified(text)
    job = PublicationImport(researcher=researcher, source=detect(text), payload=text, is_confirmed=is_confirmed)
    _previews(researcher).exclude(source__in=FETCHED_SOURCES).delete()
    return _begin(job)


def _previews(researcher: Researcher) -> QuerySet[PublicationImport]:
    return researcher.publication_imports.filter(state=ImportState.READ)


@transaction.atomic
def confirm_import(job: PublicationImport) -> PublicationImport:
    """Merge what a preview told of. Raises ``NothingToConfirmError``, ``ImportUnderWayError``."""
    job = _unconfirmed(job)
    job.is_confirmed, job.plan = True, []
    if not job.is_bibliography:
        return _close(job, _kept(job))
    job.found, job.total = 0, None
    return _begin(job)


@transaction.atomic
def discard_import(job: PublicationImport) -> None:
    """Forget a preview. Raises ``NothingToConfirmError``."""
    _unconfirmed(job).delete()


def _unconfirmed(job: PublicationImport) -> PublicationImport:
    """Locked, so that pressing twice merges once."""
    rows = PublicationImport.objects.select_for_update(of=["self"])
    locked = rows.select_related("researcher").filter(pk=job.pk, state=ImportState.READ).first()
    if locked is None:
        raise NothingToConfirmError(_("This preview is no longer there. Nothing was changed."))
    return locked


def _begin(job: PublicationImport) -> PublicationImport:
    """Read it at once where it is short, else hand it to a worker."""
    if len(job.payload) > AT_ONCE:
        return _queue(job)
    return _close(job, parse(job.payload))


def _close(job: PublicationImport, found: Bibliography) -> PublicationImport:
    for name, value in _result(job, found).items():
        setattr(job, name, value)
    job.state = ImportState.DONE if job.is_confirmed else ImportState.READ
    job.finished_at = timezone.now()
    job.save()
    return job


def _queue(job: PublicationImport) -> PublicationImport:
    job.state, job.attempts, job.finished_at = ImportState.QUEUED, 0, None
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        raise ImportUnderWayError(_("An import is under way. Wait until it is finished.")) from None
    jobs.dispatch_on_commit(IMPORTS, job.pk)
    return job


@transaction.atomic
def preview_source(researcher: Researcher, *, source: str, text: str) -> PublicationImport:
    """Fetch from ORCID, OpenAlex or by a list of DOIs, and say what would become of each work. Raises ``ValidationError``.

    An earlier preview of what was fetched is forgotten.
    """
    payload = _payload(source, text)
    _previews(researcher).filter(source__in=FETCHED_SOURCES).delete()
    return _queue(PublicationImport(researcher=researcher, source=source, payload=payload, is_confirmed=False))


@transaction.atomic
def request_import(researcher: Researcher, *, source: str, text: str) -> PublicationImport:
    """Fetch and merge without asking; the same is raised."""
    return _queue(PublicationImport(researcher=researcher, source=source, payload=_payload(source, text)))


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
    """Claim an import, read or fetch it, and merge where it is confirmed.

    False where it was not ours to do, or was lost on the way.
    """
    is_reading = PublicationImport.objects.filter(pk=pk, is_confirmed=False).exists()
    kind = READINGS if is_reading else IMPORTS
    return jobs.execute(kind, pk, lambda lease: _carry_out(lease, sleep), worker=worker, found=0)


def _carry_out(lease: Lease[PublicationImport], sleep: Sleep) -> None:
    job = lease.job
    try:
        found = _found(lease, sleep)
    except FetchFailed as error:
        logger.info("Publication import %s: %s.", job.pk, error)
        lease.fail(error.failure)
    except UnreadableBibliography as error:
        lease.fail(error.reason)
    else:
        _finish(lease, found)


def _found(lease: Lease[PublicationImport], sleep: Sleep) -> Bibliography:
    job = lease.job

    def say(done: int, total: int | None) -> None:
        lease.renew(found=done, total=total)

    if not job.is_bibliography:
        return fetch(job.source, job.payload, on_progress=say, sleep=sleep)
    return parse(job.payload, on_progress=lambda done, total: None if done % _STEP else say(done, total))


@transaction.atomic
def _finish(lease: Lease[PublicationImport], found: Bibliography) -> None:
    """Merge and close in one transaction, so that neither happens without the other."""
    lease.hold()
    lease.finish(**_result(lease.job, found))


def _result(job: PublicationImport, found: Bibliography) -> dict[str, Any]:
    """What an import says at its end; merged where it is confirmed. A bibliography is kept no longer than needed."""
    if job.is_confirmed:
        counts = merge_publications(job.researcher, found.items, source=job.source)
        told: dict[str, Any] = {"payload": "", "plan": []} if job.is_bibliography else {}
    else:
        plan = plan_merge(job.researcher, found.items, source=job.source)
        counts = plan.counts
        told = {"plan": [step.told.row for step in plan.steps]}
        told |= {} if job.is_bibliography else {"payload": _to_keep(job, found)}
    rejected = [refusal.row for refusal in found.rejected]
    return {**told, **asdict(counts), "found": found.found, "left_out": found.left_out, "rejected": rejected}


def _to_keep(job: PublicationImport, found: Bibliography) -> str:
    """What was asked for and what was fetched: what is confirmed is what was shown, whatever the source says by then."""
    return json.dumps({"asked": job.payload, "items": [asdict(item) for item in found.items]}, ensure_ascii=False)


def _kept(job: PublicationImport) -> Bibliography:
    """What was shown; the import says again what was asked for."""
    kept = json.loads(job.payload)
    job.payload = kept["asked"]
    items = [Item(**{**item, "authors": tuple(item["authors"])}) for item in kept["items"]]
    rejected = [Refusal(name, RefusalReason(reason), line) for name, reason, line in job.rejected]
    return Bibliography(items, rejected, job.left_out)


def recover_imports() -> list[int]:
    """Give up on imports that were lost too often; hand every other lost or waiting one to a worker.

    What nobody confirmed for a week is forgotten.
    """
    old = timezone.now() - KEPT_UNCONFIRMED
    PublicationImport.objects.filter(state=ImportState.READ, finished_at__lt=old).delete()
    return jobs.recover(IMPORTS)
