"""Signs of life: each worker says every so often which queues it serves, and the schedule that it is there.

In the database, since a worker with one process answers nobody while it is at a task.
"""

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from exchange.web.models import Heartbeat

SECONDS = 20
# Three may be missed, beside a busy machine.
SILENT = timedelta(seconds=90)
FORGOTTEN = timedelta(days=1)
SCHEDULE = "schedule"


def beat(name: str, queues: Iterable[str]) -> None:
    """``queues`` of a worker; the schedule says ``SCHEDULE``."""
    now = timezone.now()
    beats = [Heartbeat(name=name, queue=queue, seen_at=now) for queue in queues]
    Heartbeat.objects.bulk_create(
        beats, update_conflicts=True, unique_fields=["name", "queue"], update_fields=["seen_at"]
    )
    Heartbeat.objects.filter(seen_at__lt=now - FORGOTTEN).delete()


def leave(name: str) -> None:
    """At an orderly end, so that nobody takes it for lost."""
    Heartbeat.objects.filter(name=name).delete()


def serving() -> dict[str, int]:
    """How many were seen lately, by queue."""
    queues = [queue for _name, queue in _lately()]
    return {queue: queues.count(queue) for queue in sorted(set(queues))}


def workers() -> dict[str, list[str]]:
    """The queues of each worker that was seen lately."""
    found: dict[str, list[str]] = {}
    for name, queue in sorted(_lately()):
        if queue != SCHEDULE:
            found.setdefault(name, []).append(queue)
    return found


def _lately() -> list[tuple[str, str]]:
    seen = Heartbeat.objects.filter(seen_at__gt=timezone.now() - SILENT)
    return list(seen.values_list("name", "queue"))


class Heart(threading.Thread):
    """Beats beside a worker's work, on a connection that it holds no longer than a beat: workers fork."""

    def __init__(self, name: str, queues: Iterable[str]) -> None:
        super().__init__(name="heart", daemon=True)
        self._worker, self._queues = name, tuple(queues)
        self._ended = threading.Event()

    def run(self) -> None:
        while True:
            self._try(lambda: beat(self._worker, self._queues))
            if self._ended.wait(SECONDS):
                break
        self._try(lambda: leave(self._worker))

    def end(self) -> None:
        self._ended.set()
        self.join(timeout=2)

    def _try(self, act: Callable[[], None]) -> None:
        with suppress(DatabaseError):  # the worker's own work says it
            act()
        connection.close()
