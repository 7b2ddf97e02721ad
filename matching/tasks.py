"""Thin: fetch, then one call. The schedule's rows (migration 0005, editable in the admin) name these."""

from celery import shared_task
from django.conf import settings

from matching.core.bilingual import load_encoder
from matching.enums import RunKind
from matching.models import Run
from matching.selectors.subjects import something_changed
from matching.services import digests, runs, shards
from matching.services.queries import embed_query as embed_and_keep


@shared_task
def refresh_changed() -> None:
    """Every minute: ask for a refresh where something changed."""
    if something_changed():
        runs.request_run(RunKind.REFRESH)


@shared_task
def run_full() -> None:
    """Nightly."""
    runs.request_run(RunKind.FULL)


@shared_task
def execute_run(run_id: int) -> None:
    run = Run.objects.filter(pk=run_id).first()
    if run is not None and not run.is_over:
        runs.execute_run(run, encoder=load_encoder(settings.EMBEDDING_MODEL, settings.EMBEDDING_DEVICE))
        runs.recover_runs()


@shared_task
def make_shard(shard_id: int) -> None:
    """A part of a full run, on whichever worker is free."""
    shards.make_shard(shard_id)


@shared_task
def recover_runs() -> None:
    """Every minute: hand lost and waiting runs to a worker."""
    runs.recover_runs()


@shared_task
def send_weekly_digest() -> None:
    digests.send_digests()


@shared_task(expires=120)
def embed_query(text: str) -> None:
    """What somebody typed to search by meaning; nobody waits for it after two minutes."""
    embed_and_keep(text, encoder=load_encoder(settings.EMBEDDING_MODEL, settings.EMBEDDING_DEVICE))
