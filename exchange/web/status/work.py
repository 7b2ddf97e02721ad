"""What waits and what failed: queues, workers, jobs, mails."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from exchange.jobs.clients import queue_states
from exchange.jobs.enums import JobState
from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.office.services.export import EXPORTS
from exchange.people.services.file_imports import FILES
from exchange.people.services.publication_imports import IMPORTS
from exchange.web.status.registry import Fact, Section
from exchange.web.watch.heartbeats import workers
from exchange.web.watch.registry import Watched

# A job that waits longer has nobody who does it: the schedule hands out what is lost every minute.
LONG = timedelta(minutes=10)
LATELY = timedelta(days=7)
QUEUES = tuple(
    sorted({settings.CELERY_TASK_DEFAULT_QUEUE, *(r["queue"] for r in settings.CELERY_TASK_ROUTES.values())})
)


WATCHED = (Watched(IMPORTS, "created_at"), Watched(FILES, "requested_at"), Watched(EXPORTS, "requested_at"))


def work() -> Section:
    """Queues are the broker's to tell; workers and jobs are in the database, whether it answers or not."""
    return Section("work", _("Work"), (*_queues(), _workers(), *_jobs()))


def _queues() -> Iterator[Fact]:
    states = queue_states(QUEUES)
    if states is None:
        yield Fact(
            label=_("Broker"), value=_("It does not answer. What waits is done once it is back."), is_trouble=True
        )
        return
    for name, queue in states.items():
        yield Fact(label=_("Tasks waiting: %(queue)s") % {"queue": name}, value=str(queue.waiting))


def _workers() -> Fact:
    """By their signs of life: asked, one with a single process would say nothing while it is at a task."""
    seen = workers()
    served = {queue for queues in seen.values() for queue in queues}
    value = ", ".join(seen) or _("None was seen lately.")
    return Fact(label=_("Workers"), value=value, is_trouble=not served.issuperset(QUEUES))


def _jobs() -> Iterator[Fact]:
    for watched in WATCHED:
        yield from job_facts(watched)


def job_facts(watched: Watched) -> Iterator[Fact]:
    """How many wait and since when, and how many failed lately; nothing where neither."""
    kind, now = watched.kind, timezone.now()
    name, meta = str(kind.model._meta.verbose_name_plural), kind.model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    oldest: datetime | None = kind.waiting_rows.aggregate(oldest=Min(watched.since))["oldest"]
    if oldest is not None:
        values = {"count": kind.waiting_rows.count(), "age": timesince(oldest, now)}
        text = _("%(count)d wait, the oldest for %(age)s") % values
        yield Fact(label=name, value=text, is_trouble=now - oldest > LONG, url=url)
    failed = kind.rows.filter(state=JobState.FAILED, finished_at__gt=now - LATELY).count()
    if failed:
        text = _("%(count)d failed within a week") % {"count": failed}
        yield Fact(label=name, value=text, is_trouble=True, url=f"{url}?state__exact={JobState.FAILED}")


def mails() -> Section:
    counts = {
        state: OutboxMessage.objects.filter(state=state).count() for state in (OutboxState.QUEUED, OutboxState.FAILED)
    }
    url = reverse("admin:messaging_outboxmessage_changelist")
    oldest = OutboxMessage.objects.filter(state=OutboxState.QUEUED).aggregate(oldest=Min("not_before"))["oldest"]
    is_late = oldest is not None and timezone.now() - oldest > LONG
    return Section(
        "mails",
        _("Mails"),
        (
            Fact(label=_("Waiting"), value=str(counts[OutboxState.QUEUED]), is_trouble=is_late, url=url),
            Fact(
                label=_("Failed"),
                value=str(counts[OutboxState.FAILED]),
                is_trouble=counts[OutboxState.FAILED] > 0,
                url=f"{url}?state__exact={OutboxState.FAILED}",
            ),
        ),
    )
