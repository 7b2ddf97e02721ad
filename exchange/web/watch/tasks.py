"""Tasks that workers have ended: counted in the database, where they are found whichever worker is gone."""

import logging
import time
from typing import Any

from celery import states
from django.db import DatabaseError, connection

from exchange.web.models import TaskTally

logger = logging.getLogger(__name__)

# One statement: two workers that end the same task at once count as two.
COUNT = f"""
INSERT INTO {TaskTally._meta.db_table} AS tally (name, ended, failed, seconds) VALUES (%s, 1, %s, %s)
ON CONFLICT (name) DO UPDATE SET
    ended = tally.ended + 1, failed = tally.failed + excluded.failed, seconds = tally.seconds + excluded.seconds
"""  # noqa: S608 - a name of ours

_began: dict[str, float] = {}


def note_begin(task_id: str, **_options: Any) -> None:
    """Received from Celery's ``task_prerun``."""
    _began[task_id] = time.monotonic()


def note_end(task_id: str, task: Any, state: str | None = None, **_options: Any) -> None:
    """Received from Celery's ``task_postrun``. A count that is lost is not worth a task."""
    seconds = time.monotonic() - _began.pop(task_id, time.monotonic())
    try:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [task.name, int(state == states.FAILURE), seconds])
    except DatabaseError:
        logger.exception("Task %s was not counted", task.name)
