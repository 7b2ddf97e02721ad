"""Publishing what a run found: one transaction, fenced by the run's own row."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from exchange.jobs.services import Lease
from exchange.people.models import Researcher
from matching.core.subjects import BoolArray, IntArray
from matching.core.upkeep import Ends, Renewed
from matching.enums import PairState
from matching.models import Match, Pair, Passage, Run, Standing
from matching.selectors.families import PairKey, set_aside_pairs
from matching.selectors.subjects import projects_taking_part, researchers_taking_part
from matching.services import staging
from matching.services.passages import EmbeddingCounts, PassageChanges, drop_other_models, drop_unsaid, lock_researchers
from matching.services.reports import make_report
from matching.services.scores import Changes, MadeLists, Scores
from matching.services.suggested import NOBODY, Suggestions


@transaction.atomic
def publish_results(
    lease: Lease[Run],
    scores: Scores,
    *,
    changes: PassageChanges,
    counts: EmbeddingCounts,
    seconds: dict[str, float],
) -> None:
    """Write pairs, matches and evidence, delete what is stale, and mark the run done. Raises :class:`JobLost`."""
    began = monotonic()
    lease.hold()
    run = lease.job
    run.model_tag = scores.crowd.model_tag
    scores = _still_allowed(scores, run)
    answers = staging.stage(scores.suggestions)
    new = staging.write_matches(run, answers)
    staging.write_evidence()
    removed = _remove_stale_matches(scores.changes)
    _write_standings(scores)
    staging.clear()
    unsaid = drop_unsaid()
    if scores.changes is None:
        drop_other_models(run.model_tag)
    pairs = Match.objects.count()
    seconds = {**seconds, "results": round(monotonic() - began, 3)}
    report = make_report(scores, changes=changes, counts=counts, seconds=seconds)
    report |= {"pairs": pairs, "new_pairs": new, "removed_pairs": removed}
    report["passages"] |= {"removed": unsaid}
    lease.finish(done=pairs, total=pairs, model_tag=run.model_tag, report=report)


def _still_allowed(scores: Scores, run: Run) -> Scores:
    """Without those whose people or passages went while the run was scoring.

    Their lists keep the length that they should have, so that the next run sees that they are short.
    """
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    suggestions = scores.suggestions
    lock_researchers(_concerned(scores))
    people, projects, passages = _there(scores, today=run.started_at.date())
    kept = (
        np.isin(suggestions.first, people)
        & (np.isin(suggestions.partner, people) | (suggestions.partner == NOBODY))
        & (np.isin(suggestions.project, projects) | (suggestions.project == NOBODY))
        & _not_among(set_aside_pairs(), suggestions)
    )
    evidence = suggestions.evidence
    gone = ~(np.isin(evidence.own, passages) & np.isin(evidence.other, passages))
    kept[evidence.pair[gone]] = False
    there = {"researcher": people, "project": projects}
    lists = [_only(some, np.isin(some.owners, there[some.kind.owner])) for some in scores.lists]
    return replace(scores, suggestions=suggestions.only(kept), lists=lists)


def _there(scores: Scores, *, today: date) -> tuple[IntArray, IntArray, IntArray]:
    """Who and what is still there: researchers, projects and passages, of a few changes those concerned alone."""
    people, projects = researchers_taking_part(), projects_taking_part(today=today)
    passages: QuerySet[Passage] = Passage.objects.all()
    if scores.changes is not None:
        evidence = scores.suggestions.evidence
        works = [some.owners for some in scores.lists if some.kind.owner == "project"]
        people = people.filter(pk__in=_concerned(scores))
        projects = projects.filter(pk__in=np.unique(np.concatenate([scores.suggestions.project, *works])).tolist())
        passages = passages.filter(pk__in=np.union1d(evidence.own, evidence.other).tolist())
    return _ids(people), _ids(projects), _ids(passages)


def _concerned(scores: Scores) -> Collection[int]:
    """Researchers of whom something is written: they neither leave nor go before it is."""
    if scores.changes is None:
        return Researcher.objects.values_list("pk", flat=True)
    owners = [some.owners for some in scores.lists if some.kind.owner == "researcher"]
    found = np.unique(np.concatenate([scores.suggestions.first, scores.suggestions.partner, *owners]))
    return [pk for pk in found.tolist() if pk != NOBODY]


def _only(lists: MadeLists, kept: BoolArray) -> MadeLists:
    made = lists.made
    ends = Ends(made.ends.score[kept], made.ends.partner[kept])
    renewed = Renewed(made.owners[kept], made.lengths[kept], ends)
    return MadeLists(lists.kind, lists.owners[kept], lists.fingerprints[kept], renewed)


def _ids(rows: "QuerySet[Any]") -> IntArray:
    return np.array(rows.order_by().values_list("pk", flat=True), np.int64)


def _not_among(set_aside: Collection[PairKey], suggestions: Suggestions) -> BoolArray:
    return np.array([key not in set_aside for key in suggestions.pair_keys], bool)


def _remove_stale_matches(changes: Changes | None) -> int:
    """How many the run no longer suggests. A pair somebody decided on keeps the reasons the decision rested on."""
    found = RawSQL("EXISTS (SELECT FROM matching_found f WHERE f.pair_id = matching_match.pair_id)", ())
    found.output_field = BooleanField()
    rest = Match.objects.exclude(found)
    if changes is not None:
        rest = rest.filter(pair__in=_concerning(changes))
    stale = rest.filter(_gone() | Q(pair__state=PairState.SUGGESTED))
    pairs = None if changes is None else list(stale.values_list("pair", flat=True))
    removed = stale.delete()[1].get(Match._meta.label, 0)
    rest.filter(is_current=True).update(is_current=False)
    _copy_scores(pairs)
    return removed


def _gone() -> Q:
    """Whose people take part no longer."""
    people = researchers_taking_part()
    gone = ~Q(pair__researcher__in=people)
    for other in ("pair__partner", "pair__project__lead"):
        gone |= Q(**{f"{other}__isnull": False}) & ~Q(**{f"{other}__in": people})
    return gone


def _copy_scores(removed: list[int] | None) -> None:
    """Of the pairs that were found and those whose match was removed; ``None``: of all."""
    pairs = Pair.objects.all()
    if removed is not None:
        found = RawSQL("SELECT pair_id FROM matching_found", ())
        pairs = pairs.filter(Q(pk__in=found) | Q(pk__in=removed))
    pairs.copy_scores()


def _concerning(changes: Changes) -> set[int]:
    """Pairs with a subject that changed or is gone, and those that stand on no list any more."""
    concerned: set[int] = set()
    for end, ids in (
        ("researcher", changes.researchers),
        ("partner", changes.researchers),
        ("project", changes.projects),
    ):
        concerned |= set(Pair.objects.filter(**{f"{end}__in": ids}).values_list("pk", flat=True))
    of_some = Pair.objects.filter(researcher__in={first for first, _project, _partner in changes.dropped})
    rows = of_some.values_list("pk", "researcher_id", "project_id", "partner_id")
    return concerned | {pk for pk, *key in rows if tuple(key) in changes.dropped}


def _write_standings(scores: Scores) -> None:
    staging.write_standings(scores.lists, are_all=scores.changes is None)
    for owner, gone in scores.changes.gone.items() if scores.changes else ():
        Standing.objects.filter(**{f"{owner}__in": gone}).delete()
