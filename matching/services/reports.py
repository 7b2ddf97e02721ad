"""What a run says about itself: counts, coverage, and how concentrated its suggestions are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count

from matching.core.evaluation import coverage, gini, top_share
from matching.enums import Opinion
from matching.models import Reaction
from matching.selectors.scoring import Family
from matching.services.passages import EmbeddingCounts, PassageChanges
from matching.services.scoring import ScoredPair, Scores


def make_report(
    scores: Scores,
    matches: Sequence[ScoredPair],
    *,
    changes: PassageChanges,
    counts: EmbeddingCounts,
    seconds: dict[str, float],
) -> dict[str, Any]:
    """Ready for JSON. ``matches`` are those of ``scores`` that were published."""
    shown = Counter(person for match in matches for person in (match.key[0], match.key[2]) if person is not None)
    projects = Counter(match.key[1] for match in matches if match.key[1] is not None)
    return {
        "subjects": {"researchers": len(scores.researchers.rows), "projects": len(scores.projects.rows)},
        "left_out": scores.left_out,
        "passages": {"added": changes.added, "kept": changes.kept, "removed": len(changes.stale)},
        "embedded": counts.embedded,
        "reused": counts.reused,
        "coverage": {
            "researchers": coverage(_counts(scores.researchers.ids, shown)),
            "projects": coverage(_counts(scores.projects.ids, projects)),
        },
        "exposure": {
            "side": _exposure(scores.researchers, "country", shown),
            "career_stage": _exposure(scores.researchers, "career_stage", shown),
        },
        "opinions": _opinions(),
        "seconds": seconds,
    }


def _counts(ids: Iterable[int], shown: Counter[int]) -> list[int]:
    return [shown[pk] for pk in ids]


def _exposure(people: Family, attribute: str, shown: Counter[int]) -> dict[str, dict[str, float]]:
    """By value of ``attribute``: people, how often they are suggested, and how unequally that is spread."""
    groups: dict[str, list[int]] = {}
    for person in people.rows:
        groups.setdefault(getattr(person, attribute) or "unknown", []).append(shown[person.pk])
    return {
        group: {
            "people": len(times),
            "shown": sum(times),
            "gini": round(float(gini(times)), 4),
            "top_share": round(float(top_share(times)), 4),
        }
        for group, times in sorted(groups.items())
    }


def _opinions() -> dict[str, Any]:
    by_opinion = dict(Reaction.objects.values_list("opinion").annotate(Count("pk")).order_by("opinion"))
    against = Reaction.objects.filter(opinion=Opinion.NOT_FOR_ME)
    reasons = dict(against.values_list("reason").annotate(Count("pk")).order_by("reason"))
    return {**{opinion: by_opinion.get(opinion, 0) for opinion in Opinion.values}, "reasons": reasons}
