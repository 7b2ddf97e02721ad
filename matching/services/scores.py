"""What a run scores, and what of it is worth suggesting, with its parts, ranks, rules and evidence; reads, never writes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import numpy.typing as npt
from django.db.models import QuerySet

from matching.core.eligibility import ask_rules
from matching.core.fingerprints import fingerprints
from matching.core.meetings import find_meetings
from matching.core.retrieval import Matches
from matching.core.scoring import PARTS
from matching.core.subjects import KR, US, IntArray
from matching.core.upkeep import Renewed
from matching.models import Pair
from matching.selectors.families import (
    Family,
    PairKey,
    pairs_set_aside,
    project_family,
    researcher_family,
    set_aside_pairs,
)
from matching.selectors.namesakes import accounts_of_one_person
from matching.selectors.standings import ListKind
from matching.services.suggested import NOBODY, Suggestions


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody who is matched: researchers with projects, and the Korean side's researchers with the US side's.

    ``marks`` are the fingerprints of ``people`` and ``projects``, by the id of each.
    """

    people: Family
    korean: Family
    american: Family
    projects: Family
    set_aside: set[PairKey]
    marks: dict[str, dict[int, int]]
    model_tag: str

    @classmethod
    def read(cls, *, model_tag: str, today: date) -> Self:
        """From the facts, and the vectors of ``model_tag``."""
        whose = accounts_of_one_person()
        people = researcher_family(model_tag, whose=whose)
        side = people.subjects.facts.side
        korean, american = people.only(side == KR), people.only(side == US)
        projects = project_family(model_tag, whose=whose, today=today)
        found = {"researcher": (people, _marks(people, pairs_set_aside())), "project": (projects, marks_of(projects))}
        marks = {owner: dict(zip(family.ids, some.tolist(), strict=True)) for owner, (family, some) in found.items()}
        return cls(people, korean, american, projects, set_aside_pairs(), marks, model_tag)

    @property
    def encounters(self) -> tuple[tuple[Family, Family], ...]:
        """Who is matched with whom."""
        return (self.people, self.projects), (self.korean, self.american)


def marks_of(family: Family) -> IntArray:
    """The fingerprints of its subjects."""
    if not family.is_people:
        return fingerprints(family.texts, np.zeros((0, 2), np.int64))
    return _marks(family, pairs_set_aside().filter(researcher__in=family.ids))


def _marks(family: Family, set_aside: "QuerySet[Pair]") -> IntArray:
    """That a pair is set aside belongs to the first of the two."""
    ids = family.numbers
    ends = set(set_aside.values_list("researcher", "project", "partner"))
    rows = [(first, project or -(partner or 0)) for first, project, partner in ends]
    aside = np.array(rows, np.int64).reshape(-1, 2)
    aside = aside[np.isin(aside[:, 0], ids)]
    return fingerprints(family.texts, np.stack([np.searchsorted(ids, aside[:, 0]), aside[:, 1]], axis=1))


@dataclass(frozen=True, slots=True)
class MadeLists:
    """Lists of one kind that a run made: by the ids of ``owners``, all ``(n,)``. ``ends.partner`` are ids."""

    kind: ListKind
    owners: IntArray
    fingerprints: IntArray
    made: Renewed

    @classmethod
    def of(cls, kind: ListKind, crowd: Crowd, family: Family, made: Renewed) -> Self:
        owners = np.array(family.ids, np.int64)[made.owners]
        marks = crowd.marks[kind.owner]
        return cls(kind, owners, np.array([marks[owner] for owner in owners.tolist()], np.int64), made)


@dataclass(frozen=True, slots=True)
class Changes:
    """Of what else is stored a run says that it is no longer so: all that has to do with these subjects, and these pairs.

    ``gone`` among the subjects are those that take part no longer.
    """

    researchers: frozenset[int]
    projects: frozenset[int]
    gone: dict[str, frozenset[int]]
    dropped: frozenset[PairKey]


@dataclass(frozen=True, slots=True)
class Scores:
    """What follows from a few changes: the pairs and the lists that were made again."""

    suggestions: Suggestions
    lists: list[MadeLists]
    changes: Changes


def lists_made(crowd: Crowd, people: Family, others: Family, made: tuple[Renewed, Renewed]) -> list[MadeLists]:
    kinds = kinds_of(others)
    return [
        MadeLists.of(*of, made=one)
        for of, one in zip(((kinds[0], crowd, people), (kinds[1], crowd, others)), made, strict=True)
    ]


def kinds_of(others: Family) -> tuple[ListKind, ListKind]:
    """Of the lists of the people, and of the others."""
    if others.is_people:
        return ListKind.PEOPLE_OF_RESEARCHER, ListKind.PEOPLE_OF_RESEARCHER
    return ListKind.PROJECTS_OF_RESEARCHER, ListKind.PEOPLE_OF_PROJECT


def positions(pairs: Collection[PairKey], people: Family, others: Family) -> npt.NDArray[np.int64]:
    """(n, 2): indexes into ``people`` and ``others``."""
    of_person = {pk: index for index, pk in enumerate(people.ids)}
    of_other = {pk: index for index, pk in enumerate(others.ids)}
    ends = [(first, partner) if others.is_people else (first, project) for first, project, partner in pairs]
    # Of two researchers the one with the smaller id may be on either side.
    both = ends + [(second, first) for first, second in ends] if others.is_people else ends
    known = sorted((of_person[one], of_other[two]) for one, two in both if one in of_person and two in of_other)
    return np.array(known, np.int64).reshape(-1, 2)


def explained(people: Family, others: Family, found: Matches, dismissed: npt.NDArray[np.int64]) -> Suggestions:
    """With the rules' answers and the evidence, in the order of ids."""
    answers = ask_rules(people.subjects, others.subjects, found.person, found.other, dismissed=dismissed)
    theirs = others.numbers[found.other]
    nobody = np.full(len(found), NOBODY, np.int64)
    suggestions = Suggestions(
        first=people.numbers[found.person],
        project=nobody if others.is_people else theirs,
        partner=theirs if others.is_people else nobody,
        score=found.score,
        parts=np.stack([getattr(found, part) for part in PARTS], axis=1),
        rank_for_first=found.person_rank,
        rank_for_other=found.other_rank,
        unsure=~answers.known @ (1 << np.arange(answers.known.shape[1])),
        evidence=find_meetings(people.texts, others.texts, found.person, found.other),
    )
    return suggestions.in_order()
