"""What the matching says of itself to Prometheus."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from exchange.jobs.enums import JobState
from matching.enums import RunKind
from matching.models import ChangedSubject, Embedding, Run
from matching.selectors.subjects import last_start, something_changed

# Of the numbers given out, which neither deleting nor a switch of the model takes back; counting rows would read all.
LAST_NUMBER = "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)"


def run_figures() -> Iterator[Metric]:
    age = GaugeMetricFamily("gyoryu_run_age_seconds", "Since the last run of a kind was done.", labels=["kind"])
    took = GaugeMetricFamily("gyoryu_run_seconds", "How long the last run of a kind took.", labels=["kind"])
    done = Run.objects.filter(state=JobState.DONE, kind__in=[RunKind.FULL, RunKind.REFRESH], finished_at__isnull=False)
    for run in done.order_by("kind", "-finished_at").distinct("kind"):
        assert run.finished_at is not None  # noqa: S101 - filtered
        age.add_metric([run.kind], (timezone.now() - run.finished_at).total_seconds())
        took.add_metric([run.kind], run.seconds or 0)
    lag = GaugeMetricFamily(
        "gyoryu_change_lag_seconds", "For how long changes have waited to be read, at most; 0 where none waits."
    )
    lag.add_metric([], _lag())
    yield from (age, took, lag)


def _lag() -> float:
    """Most changes were noted as they came; whatever else waits came after the last run began."""
    since = last_start()
    if since is None or not something_changed():
        return 0
    noted = ChangedSubject.objects.values_list("noted_at", flat=True).first()
    return max(0.0, (timezone.now() - (noted or since)).total_seconds())


def embedding_figures() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(LAST_NUMBER, [Embedding._meta.db_table])
        (number,) = cursor.fetchone()
    yield CounterMetricFamily("gyoryu_embeddings", "Texts embedded so far.", number or 0)
