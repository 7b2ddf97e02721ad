"""Publishing what a run found: one transaction, fenced by the run's own row."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from exchange.jobs.services import Lease
from matching.enums import PairState
from matching.models import Match, Pair, Run, Standing
from matching.selectors.subjects import researchers_taking_part
from matching.services import staging
from matching.services.passages import drop_other_models, drop_unsaid
from matching.services.reports import among_all
from matching.services.scores import Changes, MadeLists


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found: ``stage`` lays the pairs into the session's tables; ``changes`` is ``None`` where that is all there is."""

    stage: Callable[[], None]
    lists: Sequence[MadeLists]
    changes: Changes | None = None


@transaction.atomic
def publish_results(lease: Lease[Run], found: Found, *, matched: Collection[int], report: dict[str, Any]) -> None:
    """Write pairs, matches and evidence, delete what is stale, and mark the run done. Raises :class:`JobLost`.

    ``report`` is completed with what was published. Of what was noted these rows are ``matched`` by it.
    """
    began = monotonic()
    lease.hold()
    run = lease.job
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    staging.begin()
    found.stage()
    staging.stage_lists(found.lists)
    staging.hold_people()
    staging.drop_gone(today=run.started_at.date())
    staging.find_pairs()
    new = staging.write_matches(run)
    staging.write_evidence()
    removed = _remove_stale_matches(found.changes)
    staging.write_standings(are_all=found.changes is None)
    if found.changes is None:
        report |= among_all(today=run.started_at.date())
        drop_other_models(run.model_tag)
    else:
        _forget_standings(found.changes)
    staging.clear()
    unsaid = drop_unsaid()
    staging.forget_changes(matched)
    pairs = Match.objects.count()
    report |= {"pairs": pairs, "new_pairs": new, "removed_pairs": removed}
    report |= {"lists": sum(len(some.owners) for some in found.lists)}
    report["passages"] |= {"removed": unsaid}
    report["seconds"] |= {"results": round(monotonic() - began, 3)}
    lease.finish(done=pairs, total=pairs, model_tag=run.model_tag, report=report, accounts=run.accounts)
    Run.objects.exclude(pk=run.pk).exclude(accounts={}).update(accounts={})


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


def _forget_standings(changes: Changes) -> None:
    for owner, gone in changes.gone.items():
        Standing.objects.filter(**{f"{owner}__in": gone}).delete()
