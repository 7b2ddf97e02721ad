"""What a run says about itself: counts, coverage, and how concentrated its suggestions are."""

from collections.abc import Sequence
from dataclasses import asdict
from math import isnan
from typing import Any

import numpy as np
from django.db.models import Count

from matching.core.evaluation import coverage
from matching.core.scoring import PARTS
from matching.core.spread import Spread, spread
from matching.core.subjects import FloatArray, IntArray
from matching.enums import ContentLanguage, Opinion, ScorePart
from matching.models import Passage, Reaction
from matching.selectors.families import Family
from matching.services.passages import EmbeddingCounts, PassageChanges
from matching.services.scores import Scores
from matching.services.suggested import Suggestions

TOPICAL = PARTS.index(ScorePart.TOPICAL)
LEAST_PEOPLE = 5
"""A smaller group is kept nowhere: its numbers would be about persons."""


def make_report(
    scores: Scores, *, changes: PassageChanges, counts: EmbeddingCounts, seconds: dict[str, float]
) -> dict[str, Any]:
    """Ready for JSON, of what was published."""
    crowd = scores.crowd
    return {
        "subjects": {"researchers": len(crowd.people), "projects": len(crowd.projects)},
        "left_out": scores.left_out,
        "passages": {"added": changes.added, "kept": changes.kept},
        "embedded": counts.embedded,
        "reused": counts.reused,
        "lists": sum(len(some.owners) for some in scores.lists),
        **(_among_all(scores) if scores.changes is None else {}),
        "opinions": _opinions(),
        "seconds": seconds,
    }


def _among_all(scores: Scores) -> dict[str, Any]:
    """What can be said only by who has everybody's suggestions at hand."""
    crowd, suggestions = scores.crowd, scores.suggestions
    return {
        "coverage": {
            "researchers": coverage(_counts(crowd.people, suggestions.first, suggestions.partner)),
            "projects": coverage(_counts(crowd.projects, suggestions.project)),
        },
        "exposure": _exposure(crowd.people, suggestions),
    }


def _counts(family: Family, *ends: IntArray) -> list[int]:
    """How often each subject is suggested."""
    places = np.concatenate([_places(family, end) for end in ends])
    counts: list[int] = np.bincount(places[places >= 0], minlength=len(family.rows)).tolist()
    return counts


def _places(family: Family, ids: IntArray) -> IntArray:
    """Position of each in the family, whose ids ascend; -1 of who is not in it."""
    own = np.array([*family.ids, np.iinfo(np.int64).max], np.int64)
    places = np.searchsorted(own, ids)
    return np.where(own[places] == ids, places, -1)


def _exposure(people: Family, suggestions: Suggestions) -> dict[str, dict[str, dict[str, float | None]]]:
    """By language of the texts, side and career stage, and there by value: who was suggested how often, how high on
    the lists of others, how close, and how unequally that is spread within the group."""
    # Each of the two is shown to the other, at that one's rank.
    whom = np.concatenate([_places(people, suggestions.first), _places(people, suggestions.partner)])
    ranks = np.concatenate([suggestions.rank_for_other, suggestions.rank_for_first]).astype(np.float32)
    ranks[ranks == 0] = np.nan
    affinities = np.tile(suggestions.parts[:, TOPICAL], 2).astype(np.float32)
    known = whom >= 0
    languages = _languages()
    attributes = {
        "language": [languages.get(person.pk, "") for person in people.rows],
        "side": [getattr(person, "country", "") for person in people.rows],
        "career_stage": [getattr(person, "career_stage", "") for person in people.rows],
    }
    return {name: _spread(values, whom[known], ranks[known], affinities[known]) for name, values in attributes.items()}


def _languages() -> dict[int, str]:
    """By researcher, in which languages their passages are."""
    found: dict[int, set[str]] = {}
    rows = Passage.objects.filter(researcher__isnull=False).values_list("researcher_id", "language").distinct()
    for pk, language in rows.order_by("researcher_id", "language"):
        found.setdefault(pk, set()).add(language)
    return {pk: ContentLanguage.BOTH if len(spoken) > 1 else min(spoken) for pk, spoken in found.items()}


def _spread(
    values: Sequence[str], whom: IntArray, ranks: FloatArray, affinities: FloatArray
) -> dict[str, dict[str, float | None]]:
    names, groups = np.unique(np.array([value or "unknown" for value in values], "<U20"), return_inverse=True)
    found = zip(names, spread(groups.astype(np.int64), whom, ranks, affinities), strict=True)
    return {str(name): _numbers(one) for name, one in found if one.people >= LEAST_PEOPLE}


def _numbers(group: Spread) -> dict[str, float | None]:
    """NaN, which is not JSON, becomes ``None``."""
    return {name: None if isnan(value) else round(value, 4) for name, value in asdict(group).items()}


def _opinions() -> dict[str, Any]:
    by_opinion = dict(Reaction.objects.values_list("opinion").annotate(Count("pk")).order_by("opinion"))
    against = Reaction.objects.filter(opinion=Opinion.NOT_FOR_ME)
    reasons = dict(against.values_list("reason").annotate(Count("pk")).order_by("reason"))
    return {**{opinion: by_opinion.get(opinion, 0) for opinion in Opinion.values}, "reasons": reasons}
