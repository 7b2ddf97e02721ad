"""A kind of job with nothing to it, in a table of its own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from exchange.jobs import services
from exchange.jobs.models import LeasedJob
from exchange.jobs.services import JobKind, Lease

Errands = JobKind[Any]


def kind_of(model: type[LeasedJob], **special: Any) -> Errands:
    return JobKind(model, task="errands.run", lease=timedelta(minutes=1), **{"attempts": 2, **special})


@pytest.fixture
def errands(request: pytest.FixtureRequest) -> Iterator[Errands]:
    """The table goes with the test's transaction, or where the test commits, after it."""
    marker = request.node.get_closest_marker("django_db")
    request.getfixturevalue("transactional_db" if marker and marker.kwargs.get("transaction") else "db")
    with isolate_apps("exchange.jobs"):

        class Errand(LeasedJob):
            steps = models.PositiveIntegerField(default=0)

            class Meta:
                app_label = "jobs"
                constraints = [
                    models.UniqueConstraint(
                        fields=["steps"], condition=models.Q(state="running", steps=99), name="errand_99_alone"
                    )
                ]

        with connection.schema_editor() as editor:
            editor.create_model(Errand)
        try:
            yield kind_of(Errand)
        finally:
            if not connection.in_atomic_block:
                with connection.schema_editor() as editor:
                    editor.delete_model(Errand)


@pytest.fixture
def handed_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs given to workers; there are none here."""
    given: list[int] = []
    monkeypatch.setattr(services, "dispatch", lambda kind, pk: given.append(pk))
    return given


def claimed(kind: Errands, pk: int, worker: str = "") -> Lease[Any]:
    lease = services.claim(kind, pk, worker=worker)
    assert lease is not None
    return lease


def lose(kind: Errands) -> None:
    """Let every lease run out."""
    kind.rows.update(lease_until=models.F("lease_until") - timedelta(hours=1))


def outcome(kind: Errands, pk: int) -> tuple[str, int, str, bool]:
    job = kind.rows.get(pk=pk)
    return job.state, job.attempts, job.error, job.finished_at is not None
