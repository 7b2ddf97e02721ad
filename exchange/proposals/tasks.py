"""The schedule's rows (editable in the admin) and the services name these; each is one call."""

from celery import shared_task

from exchange.proposals.services import figures, reminders


@shared_task
def count_figures() -> None:
    """Every minute: the managers' figures of proposals that changed."""
    figures.note_republished()
    figures.count_changed()


@shared_task
def remind_teams() -> None:
    """Every quarter of an hour; a reminder goes out once."""
    reminders.remind_teams()
