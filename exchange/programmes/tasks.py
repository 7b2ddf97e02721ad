"""The schedule's row (editable in the admin) names this; it is one call."""

from celery import shared_task

from exchange.programmes.services import clashes


@shared_task
def tell_of_clashes() -> None:
    """Every quarter of an hour; a mail goes out once."""
    clashes.tell_of_clashes()
