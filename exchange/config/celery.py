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


class Alive(bootsteps.StartStopStep):
    """Says every so often which queues this worker serves, once its processes are there: a heart must not be forked."""

    requires = ("celery.worker.components:Pool",)

    def start(self, worker: Any) -> None:
        from exchange.web.watch.heartbeats import Heart

        self.heart = Heart(worker.hostname, worker.app.amqp.queues.consume_from)
        self.heart.start()

    def stop(self, worker: Any) -> None:
        self.heart.end()


app.steps["worker"].add(Ready)
app.steps["worker"].add(Alive)
