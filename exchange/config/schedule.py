"""The schedule of the database, which says in one line where that is not ready."""

import math
import socket
import time
from contextlib import suppress
from typing import Any

from django.db import DatabaseError
from django_celery_beat.schedulers import DatabaseScheduler

from exchange.embedded.outages import refuse_unready


class Schedule(DatabaseScheduler):
    def __init__(self, *args: Any, **options: Any) -> None:
        refuse_unready()
        self._beaten_at = -math.inf
        super().__init__(*args, **options)

    def tick(self, *args: Any, **options: Any) -> Any:
        """Here, and not beside: the sign of life is to say that it still hands out what is due."""
        found = super().tick(*args, **options)
        self._beat()
        return found

    def _beat(self) -> None:
        from exchange.web.watch.heartbeats import SCHEDULE, SECONDS, beat

        if time.monotonic() - self._beaten_at >= SECONDS:
            self._beaten_at = time.monotonic()
            with suppress(DatabaseError):  # what hands out work says it
                beat(f"{SCHEDULE}@{socket.gethostname()}", [SCHEDULE])
