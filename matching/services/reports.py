"""What a run says about itself: counts, coverage, and how concentrated its suggestions are."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from math import isnan
from typing import Any

import numpy as np
from django.db.models import Count

from matching.core.evaluation import coverage
from matching.core.spread import Spread, spread
from matching.core.subjects import FloatArray, IntArray
from matching.enums import ContentLanguage, Opinion
from matching.models import Passage, Reaction
from matching.selectors.columns import Columns, read_sql
from matching.selectors.subjects import count_left_out, projects_taking_part, researchers_taking_part
from matching.services.passages import EmbeddingCounts, PassageChanges

LEAST_PEOPLE = 5
"""A smaller group is kept nowhere: its numbers would be about persons."""


def make_report(
    *, changes: PassageChanges, counts: EmbeddingCounts, seconds: dict[str, float], today: date
) -> dict[str, Any]:
    """Ready for JSON, of what went before publishing."""
    return {
        "subjects": {
            "researchers": researchers_taking_part().count(),
            "projects": projects_taking_part(today=today).count(),
        },
        "left_out": count_left_out(today=today),
        "passages": {"added": changes.added, "kept": changes.kept},
        "embedded": counts.embedded,
        "reused": counts.reused,
        "opinions": _opinions(),
        "seconds": seconds,
    }


def among_all(*, today: date) -> dict[str, Any]:
    """What can be said only by who has everybody's suggestions at hand, as :mod:`matching.services.staging` found them."""
    found = read_sql(FOUND, (), _COLUMNS)
    people = list(researchers_taking_part().values_list("pk", "country", "career_stage"))
    projects = np.array(projects_taking_part(today=today).values_list("pk", flat=True), np.int64)
    ids = np.array([pk for pk, *_rest in people], np.int64)
    ends = [found[name].astype(np.int64) for name in ("first", "partner")]
    return {
        "coverage": {
            "researchers": coverage(_counts(ids, *ends)),
            "projects": coverage(_counts(projects, found["project"].astype(np.int64))),
        },
        "exposure": _exposure(people, [_places(ids, end) for end in ends], found),
    }


FOUND = """
SELECT p.researcher_id AS first, coalesce(p.project_id, 0), coalesce(p.partner_id, 0),
    coalesce(f.rank_for_researcher, 0)::int4, coalesce(f.rank_for_other, 0)::int4, coalesce(f.topical, 'NaN')
FROM matching_found f JOIN matching_pair p ON p.id = f.pair_id ORDER BY f.number
"""
_COLUMNS = {
    "first": "int8",
    "project": "int8",
    "partner": "int8",
    "rank_for_researcher": "int4",
    "rank_for_other": "int4",
    "topical": "float8",
}


def _counts(ids: IntArray, *ends: IntArray) -> list[int]:
    """How often each of ``ids`` is suggested."""
    places = np.concatenate([_places(ids, end) for end in ends])
    counts: list[int] = np.bincount(places[places >= 0], minlength=len(ids)).tolist()
    return counts


def _places(ids: IntArray, ends: IntArray) -> IntArray:
    """Position of each among ``ids``, which ascend; -1 of who is not there."""
    own = np.append(ids, np.iinfo(np.int64).max)
    places = np.searchsorted(own, ends)
    return np.where(own[places] == ends, places, -1)


def _exposure(
    people: Sequence[tuple[int, str, str]], ends: Sequence[IntArray], found: Columns
) -> dict[str, dict[str, dict[str, float | None]]]:
    """By language of the texts, side and career stage, and there by value: who was suggested how often, how high on
    the lists of others, how close, and how unequally that is spread within the group."""
    # Each of the two is shown to the other, at that one's rank.
    whom = np.concatenate(ends)
    ranks = np.concatenate([found["rank_for_other"], found["rank_for_researcher"]]).astype(np.float32)
    ranks[ranks == 0] = np.nan
    affinities = np.tile(found["topical"], 2).astype(np.float32)
    known = whom >= 0
    languages = _languages()
    attributes = {
        "language": [languages.get(pk, "") for pk, _side, _stage in people],
        "side": [side for _pk, side, _stage in people],
        "career_stage": [stage for _pk, _side, stage in people],
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
