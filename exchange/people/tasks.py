"""Thin: an id in, one call. The schedule's row (a migration, editable in the admin) names the second."""

from celery import shared_task

from exchange.people.imports import job
from exchange.people.services import file_imports, publication_imports


@shared_task
def execute_import(pk: int) -> None:
    publication_imports.execute_import(pk)


@shared_task
def recover_imports() -> None:
    """Every minute: hand lost and waiting imports to a worker."""
    publication_imports.recover_imports()
    file_imports.recover_file_imports()


@shared_task
def execute_file_import(pk: int) -> None:
    job.execute_file_import(pk)
