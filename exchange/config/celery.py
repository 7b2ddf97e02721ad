"""The Celery application; workers start it with ``celery -A exchange.config.celery``."""

import os
from typing import Any

from celery import Celery, bootsteps

from exchange.config import carried as carried  # its receivers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")

app = Celery("gyoryu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class Ready(bootsteps.Step):
    """A worker that could not do anything says why, and ends."""

    def __init__(self, worker: Any, **options: Any) -> None:
        from exchange.embedded.outages import refuse_unready

        refuse_unready()
        super().__init__(worker, **options)


app.steps["worker"].add(Ready)
