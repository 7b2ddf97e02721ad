"""Every eligible pair worth suggesting, with its parts, ranks, rules and evidence; reads, never writes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Self

import numpy as np
import numpy.typing as npt

from matching.core.eligibility import ask_rules
from matching.core.fingerprints import fingerprints
from matching.core.meetings import find_meetings
from matching.core.retrieval import Matches, find_matches
from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import KR, US, IntArray
from matching.core.upkeep import Renewed, lists_of
from matching.models import Run
from matching.selectors.families import Family, PairKey, project_family, researcher_family, set_aside_pairs
from matching.selectors.namesakes import accounts_of_one_person
from matching.selectors.standings import ListKind
from matching.services.suggested import NOBODY, Suggestions

OnProgress = Callable[[int, int], None]


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
        set_aside = set_aside_pairs()
        marks = {"researcher": _marks(people, set_aside), "project": _marks(projects, ())}
        return cls(people, korean, american, projects, set_aside, marks, model_tag)

    @property
    def encounters(self) -> tuple[tuple[Family, Family], ...]:
        """Who is matched with whom."""
        return (self.people, self.projects), (self.korean, self.american)


def _marks(family: Family, set_aside: Collection[PairKey]) -> dict[int, int]:
    """That a pair is set aside belongs to the first of the two."""
    place = {pk: index for index, pk in enumerate(family.ids)}
    rows = [(place[first], project or -(partner or 0)) for first, project, partner in set_aside if first in place]
    marks = fingerprints(family.texts, np.array(rows, np.int64).reshape(-1, 2))
    return dict(zip(family.ids, marks.tolist(), strict=True))


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
    """What a run suggests, and the lists it made; ``changes`` is ``None`` where that is all there is."""

    suggestions: Suggestions
    crowd: Crowd
    lists: list[MadeLists]
    changes: Changes | None = None
    left_out: dict[str, int] = field(default_factory=dict)


def score_all(run: Run, crowd: Crowd, *, on_progress: OnProgress) -> Scores:
    """Everybody with everybody. Follows from the crowd and the run's weights alone.

    ``on_progress`` gets researchers done and the total.
    """
    total, done, parts, lists = len(crowd.people) + len(crowd.korean), 0, [], []
    for people, others in crowd.encounters:
        dismissed = positions(crowd.set_aside, people, others)
        found = find_matches(
            people.subjects,
            others.subjects,
            weights=ScoreWeights(**run.weights),
            top_k=run.top_k,
            dismissed=dismissed,
            on_progress=lambda some, _all, before=done: on_progress(before + some, total),  # type: ignore[misc]
        )
        done += len(people)
        parts.append(explained(people, others, found, dismissed))
        made = lists_of(found, numbers(people), numbers(others), top_k=run.top_k)
        lists += lists_made(crowd, people, others, made)
    return Scores(Suggestions.joined(*parts), crowd, lists)


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


def numbers(family: Family) -> IntArray:
    return np.array(family.ids, np.int64)


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
    theirs = numbers(others)[found.other]
    nobody = np.full(len(found), NOBODY, np.int64)
    suggestions = Suggestions(
        first=numbers(people)[found.person],
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
