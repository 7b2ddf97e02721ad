"""The schedule's rows (editable in the admin) and the services name these; each is one call."""

from celery import shared_task

from exchange.proposals.services import batches, exports, figures, reminders


@shared_task
def count_figures() -> None:
    """Every minute: the managers' figures of proposals that changed."""
    figures.note_republished()
    figures.count_changed()


@shared_task
def write_export(pk: int) -> None:
    exports.write_export(pk)


@shared_task
def recover_exports() -> None:
    """Every minute: hand lost and waiting exports to a worker, and delete files whose time is over."""
    exports.recover_exports()
    exports.delete_expired_exports()


@shared_task
def deliver_batch(pk: int) -> None:
    batches.deliver_batch(pk)


@shared_task
def recover_batches() -> None:
    """Every minute."""
    batches.recover_batches()


@shared_task
def remind_teams() -> None:
    """Every quarter of an hour; a reminder goes out once."""
    reminders.remind_teams()
