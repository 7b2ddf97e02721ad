"""What a run does: passages, vectors, scores, results.

A run computes everything from the facts and publishes in one transaction that holds the run's row. So whoever carries
it out, from the start or after an interruption, publishes the same. A full run reads all texts and scores everybody; the
others read the texts of those who changed, score these alone, and leave what a full run would leave.
"""

from datetime import date

from django.db.models import QuerySet

from exchange.jobs.services import Lease
from exchange.people.models import Researcher
from exchange.projects.models import Project
from matching.core.encoder import Encoder
from matching.enums import RunKind, RunStep
from matching.models import Run
from matching.selectors.subjects import (
    changed_since,
    last_start,
    projects_changed_since,
    projects_taking_part,
    researchers_taking_part,
)
from matching.services.background import keep_background
from matching.services.changes import score_changes
from matching.services.passages import EmbeddingCounts, PassageChanges, embed_missing, refresh_passages
from matching.services.progress import Progress
from matching.services.reports import make_report
from matching.services.results import Found, publish_results
from matching.services.shards import lists_of_run, make_shards, plan_shards
from matching.services.staging import gather, stage


def carry_out(lease: Lease[Run], *, encoder: Encoder, progress: Progress) -> None:
    """Run all four steps of a claimed run and mark it done. Raises :class:`JobLost` when it is taken away."""
    run = lease.job
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    today = run.started_at.date()
    with progress.step(RunStep.PASSAGES):
        changes = _read_passages(run, today, progress)
    with progress.step(RunStep.EMBEDDINGS):
        counts = _embed(encoder, progress)
    run.model_tag = encoder.tag
    with progress.step(RunStep.SCORING):
        found = None if run.kind == RunKind.FULL else _score_changes(run)
        if found is None:
            found = _score_all(run, progress)
        keep_background(run, model_tag=encoder.tag, today=today)
    progress.tell(RunStep.RESULTS, 0, 0)
    report = make_report(changes=changes, counts=counts, seconds=progress.seconds, today=today)
    publish_results(lease, found, report=report)


def _score_changes(run: Run) -> Found | None:
    """``None`` where only scoring everybody will do."""
    scores = score_changes(run)
    if scores is None:
        return None
    return Found(lambda: stage(scores.suggestions), scores.lists, scores.changes)


def _score_all(run: Run, progress: Progress) -> Found:
    make_shards(run, plan_shards(run), progress)
    return Found(lambda: gather(run), lists_of_run(run))


def _read_passages(run: Run, today: date, progress: Progress) -> PassageChanges:
    researchers, projects = _to_read(run, today)
    total = len(researchers) + len(projects)
    return refresh_passages(
        researchers, projects, today=today, on_progress=lambda done: progress.tell(RunStep.PASSAGES, done, total)
    )


def _to_read(run: Run, today: date) -> tuple[list[int], list[int]]:
    """Ids of the researchers and projects whose texts this run reads again."""
    researchers, projects = researchers_taking_part(), projects_taking_part(today=today)
    if run.kind == RunKind.SUBJECT and run.researcher_id is not None:
        researchers, projects = researchers.filter(pk=run.researcher_id), projects.filter(lead=run.researcher_id)
    elif run.kind == RunKind.REFRESH:
        since = last_start()
        researchers, projects = changed_since(researchers, since), projects_changed_since(projects, since)
    return _ids(researchers), _ids(projects)


def _ids(subjects: QuerySet[Researcher] | QuerySet[Project]) -> list[int]:
    return list(subjects.values_list("pk", flat=True))


def _embed(encoder: Encoder, progress: Progress) -> EmbeddingCounts:
    return embed_missing(encoder, on_progress=lambda done, total: progress.tell(RunStep.EMBEDDINGS, done, total))
