"""Publishing what a run found: one transaction, fenced by the run's own row."""

from collections.abc import Collection
from time import monotonic
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from exchange.jobs.services import Lease
from exchange.people.models import Researcher
from matching.core.subjects import BoolArray, IntArray
from matching.enums import PairState
from matching.models import Match, Pair, Passage, Run
from matching.selectors.families import PairKey, set_aside_pairs
from matching.selectors.subjects import projects_taking_part, researchers_taking_part
from matching.services import staging
from matching.services.passages import EmbeddingCounts, PassageChanges, drop_other_models, lock_researchers
from matching.services.reports import make_report
from matching.services.scores import NOBODY, Scores, Suggestions


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
    run.model_tag = scores.model_tag
    suggestions = _still_allowed(scores.suggestions, run)
    answers = staging.stage(suggestions)
    new = staging.write_matches(run, answers)
    staging.write_evidence()
    removed = _remove_stale_matches()
    staging.clear()
    Pair.objects.copy_scores()
    Passage.objects.filter(pk__in=changes.stale).delete()
    drop_other_models(scores.model_tag)
    pairs = Match.objects.count()
    seconds = {**seconds, "results": round(monotonic() - began, 3)}
    report = make_report(scores, suggestions, changes=changes, counts=counts, seconds=seconds)
    report |= {"pairs": pairs, "new_pairs": new, "removed_pairs": removed}
    lease.finish(done=pairs, total=pairs, model_tag=scores.model_tag, report=report)


def _still_allowed(suggestions: Suggestions, run: Run) -> Suggestions:
    """Without those whose people or passages went while the run was scoring."""
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    lock_researchers(Researcher.objects.values_list("pk", flat=True))
    people = _ids(researchers_taking_part())
    projects = _ids(projects_taking_part(today=run.started_at.date()))
    passages = _ids(Passage.objects.all())
    kept = (
        np.isin(suggestions.first, people)
        & (np.isin(suggestions.partner, people) | (suggestions.partner == NOBODY))
        & (np.isin(suggestions.project, projects) | (suggestions.project == NOBODY))
        & _not_among(set_aside_pairs(), suggestions)
    )
    evidence = suggestions.evidence
    gone = ~(np.isin(evidence.own, passages) & np.isin(evidence.other, passages))
    kept[evidence.pair[gone]] = False
    return suggestions.only(kept)


def _ids(rows: "QuerySet[Any]") -> IntArray:
    return np.array(rows.order_by().values_list("pk", flat=True), np.int64)


def _not_among(set_aside: Collection[PairKey], suggestions: Suggestions) -> BoolArray:
    return np.array([key not in set_aside for key in suggestions.pair_keys], bool)


def _remove_stale_matches() -> int:
    """How many this run no longer suggests. A pair somebody decided on keeps the reasons the decision rested on."""
    people = researchers_taking_part()
    gone = ~Q(pair__researcher__in=people)
    for other in ("pair__partner", "pair__project__lead"):
        gone |= Q(**{f"{other}__isnull": False}) & ~Q(**{f"{other}__in": people})
    found = RawSQL("EXISTS (SELECT FROM matching_found f WHERE f.pair_id = matching_match.pair_id)", ())
    found.output_field = BooleanField()
    stale = Match.objects.filter(gone | Q(pair__state=PairState.SUGGESTED)).exclude(found)
    return stale.delete()[1].get(Match._meta.label, 0)
