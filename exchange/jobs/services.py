"""Leased work: claimed by one execution, renewed while it goes on, taken over where its worker is lost.

Every change is an UPDATE that names what must still hold, and its count is the answer; so two workers, a worker and a
cancellation, or a task that is delivered twice cannot both believe that they were first.
"""

import logging
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.embedded.at_work import at_work
from exchange.jobs.clients import publish
from exchange.jobs.enums import JobState
from exchange.jobs.models import Leased

logger = logging.getLogger(__name__)

LOST_TOO_OFTEN = _("Its worker was lost too many times. Check the worker's log.")

Job = TypeVar("Job", bound=Leased)


class JobLost(Exception):
    """Cancelled, removed, or another worker has it: stop without writing anything more."""


def in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


@dataclass(frozen=True)
class JobKind(Generic[Job]):
    """What is special about one kind of work.

    ``task`` is named, since tasks stand above services. ``attempts`` is after how many lost workers it is given up;
    ``None``: it has no failing, and is tried until it is done. The states differ where a row is more than a job; a
    running one that nobody holds waits, so that ``waiting`` and ``running`` may be one state.
    """

    model: type[Job]
    task: str
    lease: timedelta
    attempts: int | None
    given_up: str | Promise = LOST_TOO_OFTEN
    fault: Callable[[Exception], str] = in_words
    waiting: str = JobState.QUEUED
    running: str = JobState.RUNNING
    done: str = JobState.DONE

    @property
    def rows(self) -> "QuerySet[Job]":
        return self.model._default_manager.all()  # noqa: SLF001 - Django's own name for it

    @property
    def waiting_rows(self) -> "QuerySet[Job]":
        return self.rows.filter(state=self.waiting, lease_until=None)

    @property
    def lost_rows(self) -> "QuerySet[Job]":
        """Whose worker let the lease run out."""
        return self.rows.filter(state=self.running, lease_until__lt=timezone.now())

    @property
    def unfinished_rows(self) -> "QuerySet[Job]":
        return self.rows.filter(state__in={self.waiting, self.running})


class Lease(Generic[Job]):
    """A job in this execution's hands. What it does raises :class:`JobLost` where the job no longer is."""

    def __init__(self, kind: JobKind[Job], job: Job) -> None:
        self.kind, self.job = kind, job

    @property
    def _held(self) -> "QuerySet[Job]":
        return self.kind.rows.filter(pk=self.job.pk, claimed_by=self.job.claimed_by, state=self.kind.running)

    def renew(self, **fields: Any) -> None:
        """Say how far it is, and with that keep it."""
        self._change(lease_until=timezone.now() + self.kind.lease, **fields)

    def hold(self) -> None:
        """Lock its row, so that nobody takes it over or cancels it before this transaction ends."""
        if self._held.select_for_update(no_key=True).first() is None:
            raise JobLost

    def finish(self, **fields: Any) -> None:
        self._change(state=self.kind.done, lease_until=None, finished_at=timezone.now(), **fields)

    def release(self) -> None:
        """Put it back among those that wait."""
        self._change(state=self.kind.waiting, lease_until=None)

    def fail(self, error: str) -> None:
        """Nothing where it is lost: then it is no longer ours to tell. One without failing is tried again."""
        if self.kind.attempts is None:
            self._held.update(error=error[:500])
        else:
            _fail(self._held, error)

    def _change(self, **fields: Any) -> None:
        if not self._held.update(**fields):
            raise JobLost


def execution_name() -> str:
    """Names one execution: a task that is delivered twice must not take itself for its own twin."""
    return f"{socket.gethostname()[:100]}:{uuid.uuid4().hex}"


def claim(kind: JobKind[Job], pk: int, *, worker: str = "", **fields: Any) -> Lease[Job] | None:
    """Take what waits, or whose worker let the lease run out; ``None`` where another is quicker or at work.

    ``None`` too where a constraint of the model lets it not run beside another. ``fields`` are set with it.
    """
    free = kind.waiting_rows | kind.lost_rows
    changes = {"claimed_by": worker or execution_name(), "lease_until": timezone.now() + kind.lease}
    try:
        with transaction.atomic():
            claimed = free.filter(pk=pk).update(
                state=kind.running, attempts=F("attempts") + 1, error="", **changes, **fields
            )
    except IntegrityError:
        return None
    job = kind.rows.filter(pk=pk, claimed_by=changes["claimed_by"]).first() if claimed else None
    return None if job is None else Lease(kind, job)


def execute(
    kind: JobKind[Job], pk: int, work: Callable[[Lease[Job]], None], *, worker: str = "", **fields: Any
) -> bool:
    """Claim a job and do its ``work``. False where it was not ours to do or was lost on the way."""
    lease = claim(kind, pk, worker=worker, **fields)
    if lease is None:
        return False
    try:
        with at_work(job=f"{kind.model._meta.label_lower}:{pk}"):
            work(lease)
    except JobLost:
        logger.warning("%s %s was cancelled or taken over; %s stops.", kind.task, pk, lease.job.claimed_by)
        return False
    except Exception as error:
        lease.fail(kind.fault(error))
        raise
    return True


def cancel(kind: JobKind[Job], pk: int, **fields: Any) -> bool:
    """Its worker notices when it renews. False where it is over already."""
    unfinished = kind.unfinished_rows.filter(pk=pk)
    return bool(unfinished.update(state=JobState.CANCELLED, finished_at=timezone.now(), **fields))


def dispatch(kind: JobKind[Job], pk: int) -> None:
    """Hand a job to whichever worker is free; more than once does no harm, since only one can claim it."""
    publish(kind.task, [pk])


def dispatch_on_commit(kind: JobKind[Job], pk: int) -> None:
    """A broker that is away costs a minute, not the request: the schedule's `recover` finds what waits."""
    # No partial: Django wants a name to log where a robust callback fails.
    transaction.on_commit(lambda: dispatch(kind, pk), robust=True)


def recover(kind: JobKind[Job]) -> list[int]:
    """Give up on what was lost too often; hand everything else that is lost or waits to a worker, oldest first."""
    give_up(kind)
    pks = list((kind.lost_rows | kind.waiting_rows).order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        dispatch(kind, pk)
    return pks


def give_up(kind: JobKind[Job]) -> None:
    """Kept in the words that are translated: everybody reads it in their own language."""
    if kind.attempts is not None:
        with translation.override(None):
            _fail(kind.lost_rows.filter(attempts__gte=kind.attempts), str(kind.given_up))


def _fail(jobs: "QuerySet[Job]", error: str) -> None:
    jobs.update(state=JobState.FAILED, error=error[:500], finished_at=timezone.now(), lease_until=None)
