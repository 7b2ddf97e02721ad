"""What the newest run left: where every list ends, which lists lack something since, and what stands on them."""

from collections.abc import Collection
from enum import Enum
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from matching.core.subjects import IntArray
from matching.core.upkeep import Ends
from matching.models import Match, Standing
from matching.selectors.columns import some


class ListKind(Enum):
    """Whose list of whom."""

    PROJECTS_OF_RESEARCHER = "researcher", False
    PEOPLE_OF_RESEARCHER = "researcher", True
    PEOPLE_OF_PROJECT = "project", True

    def __init__(self, owner: str, of_people: bool) -> None:
        self.owner, self.of_people = owner, of_people


def fingerprints_of(kind: ListKind, among: Collection[int]) -> tuple[IntArray, IntArray]:
    """Of the lists of these owners the owners, ascending, and the fingerprints."""
    rows = list(_of(kind).filter(**{f"{kind.owner}__in": some(among)}).values_list(kind.owner, "fingerprint"))
    return np.array([owner for owner, _mark in rows], np.int64), np.array([mark for _owner, mark in rows], np.int64)


def count_lists() -> int:
    return Standing.objects.count()


def ends_of(kind: ListKind, owners: IntArray) -> Ends:
    """In their order; of whom nothing is stored the list is not known."""
    score, partner = np.full(len(owners), np.inf), np.zeros(len(owners), np.int64)
    rows = _of(kind).filter(**{f"{kind.owner}__in": some(owners.tolist())})
    found = list(rows.values_list(kind.owner, "end_score", "end_partner"))
    places = np.searchsorted(owners, np.array([row[0] for row in found], np.int64))
    score[places] = [-np.inf if row[1] is None else row[1] for row in found]
    partner[places] = [row[2] or 0 for row in found]
    return Ends(score, partner)


def _of(kind: ListKind) -> "QuerySet[Standing]":
    rows = Standing.objects.filter(**{f"{kind.owner}__isnull": False}, of_people=kind.of_people)
    return rows.order_by(kind.owner)


def pairs_with(ids: Collection[int], projects: Collection[int]) -> list[Any]:
    """Both ends and both ranks of what is suggested now to or of these researchers and projects."""
    concerned = Q(pair__researcher__in=ids) | Q(pair__partner__in=ids) | Q(pair__project__in=projects)
    ends = ("pair__researcher", "pair__partner", "pair__project")
    return list(_current().filter(concerned).values_list(*ends, "rank_for_researcher", "rank_for_other"))


def entries_with_projects(researchers: Collection[int], projects: Collection[int]) -> list[Any]:
    """Ends, score and ranks of what stands on these researchers' lists of projects and these projects' lists of people."""
    on_lists = Q(pair__researcher__in=researchers, rank_for_researcher__isnull=False)
    on_lists |= Q(pair__project__in=projects, rank_for_other__isnull=False)
    return list(_entries(_current().filter(on_lists, pair__project__isnull=False), "pair__project"))


def entries_of_people(researchers: Collection[int]) -> list[Any]:
    """The same of what stands on these researchers' lists of people."""
    on_lists = Q(pair__researcher__in=researchers, rank_for_researcher__isnull=False)
    on_lists |= Q(pair__partner__in=researchers, rank_for_other__isnull=False)
    return list(_entries(_current().filter(on_lists, pair__partner__isnull=False), "pair__partner"))


def _current() -> "QuerySet[Match]":
    return Match.objects.filter(is_current=True).order_by()


def _entries(matches: "QuerySet[Match]", other: str) -> "QuerySet[Any, Any]":
    return matches.values_list("pair__researcher", other, "score", "rank_for_researcher", "rank_for_other")
