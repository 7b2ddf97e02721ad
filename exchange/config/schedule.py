"""The schedule of the database, which says in one line where that is not ready."""

from typing import Any

from django_celery_beat.schedulers import DatabaseScheduler

from exchange.embedded.outages import refuse_unready


class Schedule(DatabaseScheduler):
    def __init__(self, *args: Any, **options: Any) -> None:
        refuse_unready()
        super().__init__(*args, **options)
