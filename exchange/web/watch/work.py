"""Figures of queues, tasks, jobs and mails."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily

from exchange.jobs.clients import queue_states
from exchange.jobs.enums import JobState
from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.web.models import TaskTally
from exchange.web.status.work import LATELY, QUEUES
from exchange.web.watch.heartbeats import SCHEDULE, serving
from exchange.web.watch.registry import Watched, watched_jobs


def queue_figures() -> Iterator[Metric]:
    """None while the broker is away."""
    waiting = GaugeMetricFamily("gyoryu_queue_tasks", "Tasks that wait in a queue of the broker.", labels=["queue"])
    age = GaugeMetricFamily(
        "gyoryu_queue_age_seconds", "For how long the next task of a queue has waited.", labels=["queue"]
    )
    for name, queue in (queue_states(QUEUES) or {}).items():
        waiting.add_metric([name], queue.waiting)
        age.add_metric([name], queue.age)
    yield from (waiting, age)


def worker_figures() -> Iterator[Metric]:
    """The schedule too, of which there is to be exactly one."""
    found = GaugeMetricFamily(
        "gyoryu_workers", "Workers that were seen lately, by the queue they serve.", labels=["queue"]
    )
    served = serving()
    for queue in (*QUEUES, SCHEDULE):
        found.add_metric([queue], served.get(queue, 0))
    yield found


def task_figures() -> Iterator[Metric]:
    seconds = SummaryMetricFamily("gyoryu_task_seconds", "Tasks ended, and how long they took.", labels=["task"])
    failures = CounterMetricFamily("gyoryu_task_failures", "Tasks that ended with an error.", labels=["task"])
    for tally in TaskTally.objects.order_by("name"):
        seconds.add_metric([tally.name], tally.ended, tally.seconds)
        failures.add_metric([tally.name], tally.failed)
    yield from (seconds, failures)


def job_figures() -> Iterator[Metric]:
    """One query a kind."""
    jobs = GaugeMetricFamily("gyoryu_jobs", "Jobs by kind: waiting, running, lost, failed.", labels=["kind", "state"])
    age = GaugeMetricFamily("gyoryu_job_age_seconds", "For how long the oldest job has waited.", labels=["kind"])
    for watched in watched_jobs():
        name, found = watched.kind.model._meta.label_lower, _counted(watched)
        since = found.pop("since")
        for state, count in found.items():
            jobs.add_metric([name, state], count)
        age.add_metric([name], _seconds_since(since))
    yield from (jobs, age)


def _counted(watched: Watched) -> dict[str, int]:
    """``failed`` within a week. Of one kind the states of waiting and running may be one, apart by their lease."""
    kind, now = watched.kind, timezone.now()
    waiting = Q(state=kind.waiting, lease_until=None)
    lost = Q(state=kind.running, lease_until__lt=now)
    failed = Q(state=JobState.FAILED, finished_at__gt=now - LATELY)
    rows = kind.rows.filter(Q(state__in={kind.waiting, kind.running}) | failed)
    return rows.aggregate(
        waiting=Count("pk", filter=waiting),
        running=Count("pk", filter=Q(state=kind.running, lease_until__gte=now)),
        lost=Count("pk", filter=lost),
        failed=Count("pk", filter=failed),
        since=Min(watched.since, filter=waiting),
    )


def mail_figures() -> Iterator[Metric]:
    rows = OutboxMessage.objects.filter(state__in=[OutboxState.QUEUED, OutboxState.SENDING, OutboxState.FAILED])
    queued = Q(state=OutboxState.QUEUED)
    found = rows.aggregate(
        waiting=Count("pk", filter=queued & Q(attempts=0)),
        retried=Count("pk", filter=queued & Q(attempts__gt=0)),
        sending=Count("pk", filter=Q(state=OutboxState.SENDING)),
        failed=Count("pk", filter=Q(state=OutboxState.FAILED)),
        since=Min("not_before", filter=queued),
    )
    age = GaugeMetricFamily("gyoryu_mail_age_seconds", "For how long the first mail that is due has waited.")
    age.add_metric([], _seconds_since(found.pop("since")))
    mails = GaugeMetricFamily(
        "gyoryu_mails", "Mails that are not sent: waiting, tried in vain, under way, given up.", labels=["state"]
    )
    for state, count in found.items():
        mails.add_metric([state], count)
    yield from (mails, age)


def _seconds_since(instant: datetime | int | None) -> float:
    return max(0.0, (timezone.now() - instant).total_seconds()) if isinstance(instant, datetime) else 0
