"""Publishing what a run found: one transaction, fenced by the run's own row."""

from collections.abc import Iterable
from time import monotonic

from django.db import transaction
from django.db.models import Q, QuerySet

from exchange.jobs.services import Lease
from exchange.people.models import Researcher
from matching.enums import PairState, ScorePart
from matching.models import Evidence, Match, Pair, Passage, Run
from matching.selectors.families import PairKey, set_aside_pairs
from matching.selectors.subjects import projects_taking_part, researchers_taking_part
from matching.services.passages import EmbeddingCounts, PassageChanges, drop_other_models, lock_researchers
from matching.services.reports import make_report
from matching.services.scores import ScoredPair, Scores

ROWS_PER_SET = 2000


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
    matches = _still_allowed(scores.matches, run)
    before = set(Match.objects.values_list("pair", flat=True))
    pairs = _write_pairs(matches)
    _write_matches(run, matches, pairs)
    _write_evidence(matches, pairs)
    _stale_matches(pairs.values()).delete()
    Pair.objects.copy_scores()
    Passage.objects.filter(pk__in=changes.stale).delete()
    drop_other_models(scores.model_tag)
    after = set(Match.objects.values_list("pair", flat=True))
    seconds = {**seconds, "results": round(monotonic() - began, 3)}
    report = make_report(scores, matches, changes=changes, counts=counts, seconds=seconds)
    report |= {"pairs": len(after), "new_pairs": len(after - before), "removed_pairs": len(before - after)}
    lease.finish(done=len(after), total=len(after), model_tag=scores.model_tag, report=report)


def _still_allowed(matches: list[ScoredPair], run: Run) -> list[ScoredPair]:
    """Without those whose people or passages went while the run was scoring."""
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    lock_researchers(Researcher.objects.values_list("pk", flat=True))
    people = set(researchers_taking_part().values_list("pk", flat=True))
    projects = set(projects_taking_part(today=run.started_at.date()).values_list("pk", flat=True))
    passages = set(Passage.objects.values_list("pk", flat=True))
    set_aside = set_aside_pairs()
    return [match for match in matches if match.key not in set_aside and _is_whole(match, people, projects, passages)]


def _is_whole(match: ScoredPair, people: set[int], projects: set[int], passages: set[int]) -> bool:
    first, project, partner = match.key
    subjects = first in people and (project is None or project in projects) and (partner is None or partner in people)
    return subjects and all(row.own in passages and row.other in passages for row in match.evidence)


def _stale_matches(suggested: Iterable[int]) -> QuerySet[Match]:
    """What this run no longer suggests. A pair somebody decided on keeps the reasons the decision rested on."""
    people = researchers_taking_part()
    gone = ~Q(pair__researcher__in=people)
    for other in ("pair__partner", "pair__project__lead"):
        gone |= Q(**{f"{other}__isnull": False}) & ~Q(**{f"{other}__in": people})
    return Match.objects.filter(gone | Q(pair__state=PairState.SUGGESTED)).exclude(pair__in=list(suggested))


def _write_pairs(matches: Iterable[ScoredPair]) -> dict[PairKey, int]:
    """Id of every suggested pair; pairs are never deleted here, since decisions and reactions hang on them."""
    keys = {match.key for match in matches}
    known = _pair_ids(keys)
    missing = [
        Pair(researcher_id=first, project_id=project, partner_id=partner)
        for first, project, partner in sorted(keys - known.keys(), key=str)
    ]
    Pair.objects.bulk_create(missing, ignore_conflicts=True, batch_size=ROWS_PER_SET)
    return _pair_ids(keys) if missing else known


def _pair_ids(keys: set[PairKey]) -> dict[PairKey, int]:
    rows = Pair.objects.filter(researcher__in={first for first, _project, _partner in keys})
    ids = {(first, project, partner): pk for pk, first, project, partner in rows.values_list(*_PAIR_FIELDS)}
    return {key: ids[key] for key in keys if key in ids}


_PAIR_FIELDS = ("pk", "researcher_id", "project_id", "partner_id")
_OPINION = ("score", *ScorePart.values, "rank_for_researcher", "rank_for_other", "rules")
"""What a match says of its pair, beyond which run said it last."""


def _write_matches(run: Run, matches: Iterable[ScoredPair], pairs: dict[PairKey, int]) -> None:
    """Upsert what changed: a pair that was suggested before keeps the day of its first suggestion."""
    before = {pk: tuple(said) for pk, *said in Match.objects.values_list("pair", *_OPINION)}
    rows = [_match(run, match, pairs[match.key]) for match in matches]
    changed = [row for row in rows if before.get(row.pair_id) != tuple(getattr(row, name) for name in _OPINION)]
    Match.objects.bulk_create(
        changed,
        batch_size=ROWS_PER_SET,
        update_conflicts=True,
        unique_fields=["pair"],
        update_fields=["run", *_OPINION],
    )
    Match.objects.filter(pair__in=[row.pair_id for row in rows]).exclude(run=run).update(run=run)


def _match(run: Run, match: ScoredPair, pair: int) -> Match:
    return Match(
        pair_id=pair,
        run=run,
        score=match.score,
        **{str(part): value for part, value in match.parts.items()},
        rank_for_researcher=match.rank_for_researcher,
        rank_for_other=match.rank_for_other,
        rules=match.rules,
    )


EvidenceRow = tuple[int, str, int, int, float]


def _write_evidence(matches: Iterable[ScoredPair], pairs: dict[PairKey, int]) -> None:
    """Replace what changed; most of it is the same from run to run."""
    ids = dict(Match.objects.filter(pair__in=pairs.values()).values_list("pair", "pk"))
    found: set[EvidenceRow] = {
        (ids[pairs[match.key]], str(row.part), row.own, row.other, row.similarity)
        for match in matches
        for row in match.evidence
    }
    known = Evidence.objects.filter(match__in=ids.values()).order_by()
    before: dict[EvidenceRow, int] = {tuple(row): pk for pk, *row in known.values_list("pk", *_EVIDENCE_FIELDS)}
    Evidence.objects.filter(pk__in=[pk for row, pk in before.items() if row not in found]).delete()
    rows = [Evidence(**dict(zip(_EVIDENCE_FIELDS, row, strict=True))) for row in sorted(found - before.keys())]
    Evidence.objects.bulk_create(rows, batch_size=ROWS_PER_SET)


_EVIDENCE_FIELDS = ("match_id", "part", "own_id", "other_id", "similarity")
