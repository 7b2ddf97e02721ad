"""The life of a run: asked for, claimed under a lease, carried out; taken over where its worker is lost."""

import logging
import socket
import uuid
from datetime import timedelta

from celery import current_app
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.people.models import Researcher, User
from matching.core.encoder import Encoder
from matching.enums import RunKind, RunState
from matching.models import Policy, Run
from matching.services.errors import RunIsOver, RunLost
from matching.services.pipeline import carry_out
from matching.services.progress import OnStep, Progress

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
ATTEMPTS = 5
EXECUTE_TASK = "matching.tasks.execute_run"


def request_run(kind: RunKind, *, requested_by: User | None = None, researcher: Researcher | None = None) -> Run:
    """Queue a run and have a worker start on it; where one of this kind waits already, that one."""
    run = queue_run(kind, requested_by=requested_by, researcher=researcher)
    # A broker that is away for a moment costs a minute: `recover_runs` finds the run in the queue.
    transaction.on_commit(lambda: dispatch_run(run.pk), robust=True)
    return run


@transaction.atomic
def queue_run(kind: RunKind, *, requested_by: User | None = None, researcher: Researcher | None = None) -> Run:
    """Queue a run under the policy in force, for a worker to find or the caller to execute."""
    policy = Policy.objects.get(in_force=True)
    run = Run(kind=kind, requested_by=requested_by, researcher=researcher, weights=policy.weights, top_k=policy.top_k)
    run.full_clean(validate_constraints=False)
    waiting = Run.objects.filter(kind=kind, state=RunState.QUEUED, researcher=researcher)
    try:
        with transaction.atomic():
            if (queued := waiting.first()) is None:
                run.save()
    except IntegrityError:
        queued = waiting.get()
    return queued or run


def dispatch_run(run_id: int) -> None:
    """Hand a run to whichever worker is free; more than once does no harm, since only one can claim it."""
    current_app.send_task(EXECUTE_TASK, [run_id])


def claimable_run(kind: RunKind) -> Run:
    """For a caller that executes by itself: the run whose worker was lost, since it comes first, else a queued one."""
    return lost_runs().order_by("queued_at").first() or queue_run(kind)


def execute_run(run: Run, *, encoder: Encoder, worker: str, on_progress: OnStep | None = None) -> bool:
    """Claim ``run`` and carry it out. ``worker`` names this very execution, not only the process.

    False where it was not ours to do or was lost on the way: another worker has it, it is over, or it was cancelled.
    """
    claimed = claim_run(run, worker=worker)
    if claimed is None:
        return False
    try:
        carry_out(claimed, encoder=encoder, progress=Progress(claimed, worker, LEASE, on_progress))
    except RunLost:
        logger.warning("Run %s was cancelled or taken over; %s stops.", claimed.pk, worker)
        return False
    except Exception as error:
        _fail(Run.objects.filter(pk=claimed.pk, claimed_by=worker), f"{type(error).__name__}: {error}")
        raise
    return True


def execution_name() -> str:
    """Names one execution: a task that is delivered twice must not take itself for its own twin."""
    return f"{socket.gethostname()}:{uuid.uuid4().hex}"


def claim_run(run: Run, *, worker: str) -> Run | None:
    """Take a waiting run, or one whose worker let the lease run out; ``None`` where another is quicker or at work."""
    now = timezone.now()
    free = Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, lease_until__lt=now)
    try:
        with transaction.atomic():
            claimed = Run.objects.filter(free, pk=run.pk).update(
                state=RunState.RUNNING,
                claimed_by=worker,
                lease_until=now + LEASE,
                attempts=F("attempts") + 1,
                started_at=Coalesce("started_at", now),
                error="",
            )
    except IntegrityError:  # run_one_at_a_time
        return None
    return Run.objects.get(pk=run.pk) if claimed else None


def cancel_run(run: Run, *, by: User | None = None) -> None:
    """Stop a run before it publishes; its worker notices at its next block.

    Raises :class:`RunIsOver`, so that of a publication and a cancellation only one can be told to have happened.
    """
    unfinished = Run.objects.filter(pk=run.pk, state__in=[RunState.QUEUED, RunState.RUNNING])
    if not unfinished.update(state=RunState.CANCELLED, cancelled_by=by, finished_at=timezone.now()):
        raise RunIsOver


def lost_runs() -> models.QuerySet[Run]:
    """Runs whose worker let the lease run out."""
    return Run.objects.filter(state=RunState.RUNNING, lease_until__lt=timezone.now())


def recover_runs() -> list[int]:
    """Give up on runs that were lost too often; hand every other lost or waiting one to a worker, oldest first."""
    _fail(lost_runs().filter(attempts__gte=ATTEMPTS), _("Its worker was lost too often. Look at the worker's log."))
    if Run.objects.filter(state=RunState.RUNNING).exclude(pk__in=lost_runs()).exists():
        return []
    waiting = lost_runs() | Run.objects.filter(state=RunState.QUEUED)
    run_ids = list(waiting.order_by("queued_at").values_list("pk", flat=True))
    for run_id in run_ids:
        dispatch_run(run_id)
    return run_ids


def _fail(runs: models.QuerySet[Run], error: str) -> None:
    runs.filter(state=RunState.RUNNING).update(state=RunState.FAILED, error=error[:500], finished_at=timezone.now())
