"""The Celery application; workers start it with ``celery -A exchange.config.celery``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")

app = Celery("gyoryu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
