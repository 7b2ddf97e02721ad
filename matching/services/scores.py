"""What a run scores, and what of it is worth suggesting, with its parts, ranks, rules and evidence; reads, never writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.core.eligibility import ask_rules
from matching.core.exact import ExactArray
from matching.core.fingerprints import fingerprints
from matching.core.meetings import find_meetings
from matching.core.subjects import IntArray
from matching.core.upkeep import Renewed
from matching.selectors.columns import some
from matching.selectors.families import (
    Family,
    PairKey,
    pairs_set_aside,
)
from matching.selectors.standings import ListKind
from matching.services.suggested import NOBODY, Suggestions


def marks_of(family: Family) -> IntArray:
    """The fingerprints of its subjects. That a pair is set aside belongs to the first of the two."""
    ids, rows = family.numbers, np.zeros((0, 2), np.int64)
    if family.is_people:
        pairs = pairs_set_aside().filter(researcher__in=some(family.ids))
        ends = pairs.values_list("researcher", "project", "partner")
        aside = [(first, project or -(partner or 0)) for first, project, partner in ends]
        rows = np.array(aside, np.int64).reshape(-1, 2)
    return fingerprints(family.texts, np.stack([np.searchsorted(ids, rows[:, 0]), rows[:, 1]], axis=1))


@dataclass(frozen=True, slots=True)
class MadeLists:
    """Lists of one kind that a run made: by the ids of ``owners``, all ``(n,)``. ``ends.partner`` are ids."""

    kind: ListKind
    owners: IntArray
    fingerprints: IntArray
    made: Renewed


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
    """What follows from a few changes: the pairs and the lists that were made again. ``accounts``: which are one person's."""

    suggestions: Suggestions
    lists: list[MadeLists]
    changes: Changes
    accounts: Mapping[int, int]


class Ranked(NamedTuple):
    """Pairs of positions, all ``(m,)``, with score and parts ``(m, 5)`` and the ranks on the lists of both ends."""

    person: IntArray
    other: IntArray
    values: ExactArray
    person_rank: IntArray
    other_rank: IntArray


def explained(people: Family, others: Family, found: Ranked) -> Suggestions:
    """With the rules' answers and the evidence, in the order of ids."""
    answers = ask_rules(people.subjects, others.subjects, found.person, found.other)
    theirs = others.numbers[found.other]
    nobody = np.full(len(found.person), NOBODY, np.int64)
    suggestions = Suggestions(
        first=people.numbers[found.person],
        project=nobody if others.is_people else theirs,
        partner=theirs if others.is_people else nobody,
        score=found.values[:, 0],
        parts=found.values[:, 1:],
        rank_for_first=found.person_rank,
        rank_for_other=found.other_rank,
        unsure=~answers.known @ (1 << np.arange(answers.known.shape[1])),
        evidence=find_meetings(people.texts, others.texts, found.person, found.other),
    )
    return suggestions.in_order()
