"""What a run says about itself: counts, coverage, and how concentrated its suggestions are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from math import isnan
from typing import Any

import numpy as np
from django.db.models import Count

from matching.core.evaluation import coverage
from matching.core.spread import Spread, spread
from matching.core.subjects import FloatArray, IntArray
from matching.enums import ContentLanguage, Opinion, ScorePart
from matching.models import Passage, Reaction
from matching.selectors.families import Family
from matching.services.passages import EmbeddingCounts, PassageChanges
from matching.services.scores import ScoredPair, Scores

LEAST_PEOPLE = 5
"""A smaller group is kept nowhere: its numbers would be about persons."""


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
        "exposure": _exposure(scores.researchers, matches),
        "opinions": _opinions(),
        "seconds": seconds,
    }


def _counts(ids: Iterable[int], shown: Counter[int]) -> list[int]:
    return [shown[pk] for pk in ids]


def _exposure(people: Family, matches: Sequence[ScoredPair]) -> dict[str, dict[str, dict[str, float | None]]]:
    """By language of the texts, side and career stage, and there by value: who was suggested how often, how high on
    the lists of others, how close, and how unequally that is spread within the group."""
    place = {pk: index for index, pk in enumerate(people.ids)}
    rows = [row for match in matches for row in _showings(match) if row[0] in place]
    whom = np.array([place[row[0]] for row in rows], np.int64)
    ranks, affinities = (np.array([row[i] for row in rows], np.float32) for i in (1, 2))
    languages = _languages()
    attributes = {
        "language": [languages.get(person.pk, "") for person in people.rows],
        "side": [getattr(person, "country", "") for person in people.rows],
        "career_stage": [getattr(person, "career_stage", "") for person in people.rows],
    }
    return {name: _spread(values, whom, ranks, affinities) for name, values in attributes.items()}


def _showings(match: ScoredPair) -> Iterator[tuple[int, float | None, float | None]]:
    """Whom the pair suggests, at which place of the other's list, and how close; ``None`` becomes NaN."""
    affinity = match.parts[ScorePart.TOPICAL]
    first, _project, partner = match.key
    yield first, match.rank_for_other, affinity
    if partner is not None:
        yield partner, match.rank_for_researcher, affinity


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
