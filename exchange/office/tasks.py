"""The schedule's rows (editable in the admin) and the services name these; each is one call."""

from celery import shared_task

from exchange.office.services import batch, export


@shared_task
def write_export(pk: int) -> None:
    export.write_export(pk)


@shared_task
def recover_exports() -> None:
    """Every minute: hand lost and waiting exports to a worker, and delete files whose time is over."""
    export.recover_exports()
    export.delete_expired_exports()


@shared_task
def deliver_batch(pk: int) -> None:
    batch.deliver_batch(pk)


@shared_task
def recover_batches() -> None:
    """Every minute."""
    batch.recover_batches()
