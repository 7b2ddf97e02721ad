"""The life of a run: asked for, carried out by one worker at a time, cancelled."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.jobs.services import JobKind, Lease
from exchange.people.models import Researcher, User
from matching.core.encoder import Encoder
from matching.enums import RunKind
from matching.models import Policy, Run
from matching.services.errors import PartFailed, RunIsOver
from matching.services.pipeline import carry_out
from matching.services.progress import OnStep, Progress
from matching.services.shards import forget_shards, forget_shards_of_finished_runs


def _fault(error: Exception) -> str:
    return str(error) if isinstance(error, PartFailed) else jobs.in_words(error)


RUNS = JobKind(Run, task="matching.tasks.execute_run", lease=timedelta(minutes=2), attempts=5, fault=_fault)


def request_run(kind: RunKind, *, requested_by: User | None = None, researcher: Researcher | None = None) -> Run:
    """Queue a run and have a worker start on it; where one of this kind waits already, that one."""
    run = queue_run(kind, requested_by=requested_by, researcher=researcher)
    jobs.dispatch_on_commit(RUNS, run.pk)
    return run


@transaction.atomic
def queue_run(kind: RunKind, *, requested_by: User | None = None, researcher: Researcher | None = None) -> Run:
    """Queue a run under the policy in force, for a worker to find or the caller to execute."""
    policy = Policy.objects.get(in_force=True)
    run = Run(kind=kind, requested_by=requested_by, researcher=researcher, weights=policy.weights, top_k=policy.top_k)
    run.full_clean(validate_constraints=False)
    waiting = Run.objects.filter(kind=kind, state=JobState.QUEUED, researcher=researcher)
    try:
        with transaction.atomic():
            if (queued := waiting.first()) is None:
                run.save()
    except IntegrityError:
        queued = waiting.get()
    return queued or run


def claimable_run(kind: RunKind) -> Run:
    """For a caller that executes by itself: the run whose worker was lost, since it comes first, else a queued one."""
    return RUNS.lost_rows.order_by("queued_at").first() or queue_run(kind)


def execute_run(run: Run, *, encoder: Encoder, worker: str = "", on_progress: OnStep | None = None) -> bool:
    """Claim ``run`` and carry it out. ``worker`` names this very execution, not only the process.

    False where it was not ours to do or was lost on the way: another worker has it, it is over, or it was cancelled.
    """

    def work(lease: Lease[Run]) -> None:
        carry_out(lease, encoder=encoder, progress=Progress(lease, on_progress))

    try:
        return jobs.execute(RUNS, run.pk, work, worker=worker, started_at=Coalesce("started_at", timezone.now()))
    finally:
        forget_shards_of_finished_runs()


def cancel_run(run: Run, *, by: User | None = None) -> None:
    """Stop a run before it publishes; its worker notices at its next block.

    Raises :class:`RunIsOver`, so that of a publication and a cancellation only one can be told to have happened.
    """
    if not jobs.cancel(RUNS, run.pk, cancelled_by=by):
        raise RunIsOver
    forget_shards(run)


def recover_runs() -> list[int]:
    """Hand lost and waiting runs to a worker, oldest first, unless one is at work: only one runs at a time."""
    jobs.give_up(RUNS)
    forget_shards_of_finished_runs()
    if Run.objects.filter(state=JobState.RUNNING).exclude(pk__in=RUNS.lost_rows).exists():
        return []
    return jobs.recover(RUNS)
