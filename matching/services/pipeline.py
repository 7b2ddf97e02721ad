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
from matching.selectors.noted import Noted, read_noted
from matching.selectors.subjects import (
    last_start,
    projects_over,
    projects_taking_part,
    researchers_taking_part,
)
from matching.services.background import keep_background
from matching.services.changes import score_changes
from matching.services.passages import Among, EmbeddingCounts, PassageChanges, embed_missing, refresh_passages
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
    # Whoever takes a planned run over does not know what its parts have seen: that is left for the next one to read.
    noted, was_planned = read_noted(run), run.shards.exists()
    with progress.step(RunStep.PASSAGES):
        changes = _read_passages(run, noted, progress, today=today)
    with progress.step(RunStep.EMBEDDINGS):
        counts = _embed(encoder, progress)
    run.model_tag = encoder.tag
    with progress.step(RunStep.SCORING):
        found = None if run.kind == RunKind.FULL else _score_changes(run, noted)
        if found is None:
            found = _score_all(run, progress)
        keep_background(run, model_tag=encoder.tag, today=today)
    progress.tell(RunStep.RESULTS, 0, 0)
    report = make_report(changes=changes, counts=counts, seconds=progress.seconds, today=today)
    publish_results(lease, found, matched=() if was_planned else noted.rows, report=report)


def _score_changes(run: Run, noted: Noted) -> Found | None:
    """``None`` where only scoring everybody will do."""
    scores = score_changes(run, noted)
    if scores is None:
        return None
    run.accounts = {str(pk): root for pk, root in scores.accounts.items()}
    return Found(lambda: stage(scores.suggestions), scores.lists, scores.changes)


def _score_all(run: Run, progress: Progress) -> Found:
    make_shards(run, plan_shards(run), progress)
    return Found(lambda: gather(run), lists_of_run(run))


def _read_passages(run: Run, noted: Noted, progress: Progress, *, today: date) -> PassageChanges:
    """Of a refresh the texts of those who changed; of the first run of all, and of every full one, everybody's."""
    researchers, projects, among = researchers_taking_part(), projects_taking_part(today=today), None
    if run.kind != RunKind.FULL and last_start() is not None:
        among = Among(noted.researchers, noted.projects | projects_over(today=today))
        researchers, projects = researchers.filter(pk__in=among.researchers), projects.filter(pk__in=among.projects)
    ids = _ids(researchers), _ids(projects)
    total = sum(map(len, ids))
    return refresh_passages(
        *ids, today=today, among=among, on_progress=lambda done: progress.tell(RunStep.PASSAGES, done, total)
    )


def _ids(subjects: QuerySet[Researcher] | QuerySet[Project]) -> list[int]:
    return list(subjects.values_list("pk", flat=True))


def _embed(encoder: Encoder, progress: Progress) -> EmbeddingCounts:
    return embed_missing(encoder, on_progress=lambda done, total: progress.tell(RunStep.EMBEDDINGS, done, total))
