"""The composition root: settings, addresses, Celery, WSGI. Imported by nobody."""

from exchange.config.celery import app as celery_app

__all__ = ["celery_app"]
