"""The schedule's rows (editable in the admin) and the services name these; each is one call."""

from celery import shared_task

from exchange.proposals.services import figures


@shared_task
def count_figures() -> None:
    """Every minute: the managers' figures of proposals that changed."""
    figures.note_republished()
    figures.count_changed()
