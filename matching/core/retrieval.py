"""Every eligible pair's score, and of these the best of each person and of each other: exact, in blocks, on all cores.

All pairs are scored in single precision, in tiles that fit a core's cache, and a few more than wanted are kept of each list;
these are scored again exactly, and ranked by that. Where what was left out might still belong on a list, the list's owner
is scored exactly with everybody.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from os import cpu_count
from queue import SimpleQueue

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from matching.core.eligibility import Encounter, PairSet, allowed
from matching.core.exact import ExactArray, ExactScorer
from matching.core.leaders import Leaders, Places, cuts_of
from matching.core.scoring import ScoreWeights
from matching.core.subjects import FloatArray, IntArray, Subjects
from matching.core.tiles import ERROR, PASSAGES, TARGETS, cuts_into, room_for_tile, score_tile

OnProgress = Callable[[int, int], None]
SPARE = 8
"""Kept of each list beyond its length."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs among the best of either's list, by person, best first; all ``(m,)``, scores and parts float64.

    Parts are NaN where unknown. ``person_rank`` is the place of the other in the person's list, ``other_rank`` that of the
    person in the other's; 1 is best, 0 is beyond the end.
    """

    person: IntArray
    other: IntArray
    score: ExactArray
    topical: ExactArray
    give: ExactArray
    take: ExactArray
    topics: ExactArray
    person_rank: IntArray
    other_rank: IntArray

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What one thread works with: the others' lists as far as it knows, and room for a tile of similarities."""

    of_others: Leaders
    room: FloatArray = field(default_factory=room_for_tile)


def find_matches(
    people: Subjects,
    others: Subjects,
    *,
    weights: ScoreWeights,
    top_k: int = 20,
    dismissed: npt.ArrayLike | None = None,
    threads: int | None = None,
    on_progress: OnProgress = lambda done, total: None,
) -> Matches:
    """The ``top_k`` best eligible others of every person and people of every other.

    ``dismissed`` is ``(n, 2)`` positions of person and other. Of equal scores the smaller position comes first, so the
    result does not depend on the blocks or on ``threads``. Memory beside the input is a block for each thread,
    and the lists. ``on_progress`` gets people done and all people, in the caller's thread; what it raises ends the work.
    """
    search = _Search(people, others, weights, top_k, PairSet.of(dismissed, others=len(others)))
    threads, done = threads or cpu_count() or 1, 0
    search.equip(threads)
    workers = ThreadPoolExecutor(threads)
    # One thread of BLAS in each of ours: pooling and pruning then run beside the products, not between them.
    with threadpool_limits(1, "blas"):
        try:
            for count in workers.map(search.score, cuts_into(people.topical.counts, PASSAGES)):
                on_progress(done := done + count, len(people))
            return search.matches(workers)
        finally:
            workers.shutdown(cancel_futures=True)


class _Search:
    def __init__(
        self, people: Subjects, others: Subjects, weights: ScoreWeights, top_k: int, dismissed: PairSet
    ) -> None:
        self._people, self._others, self._weights, self._dismissed = people, others, weights, dismissed
        self._top_k, self._length = top_k, top_k + SPARE
        self._tiles = list(cuts_into(others.topical.counts, TARGETS))
        self._of_people: list[tuple[IntArray, Leaders]] = []
        self._benches: list[_Bench] = []
        self._free: SimpleQueue[_Bench] = SimpleQueue()
        self._scorer = ExactScorer(people, others, weights)

    def equip(self, threads: int) -> None:
        self._benches = [_Bench(Leaders.empty(len(self._others), self._length)) for _ in range(threads)]
        for bench in self._benches:
            self._free.put(bench)

    def score(self, some: slice) -> int:
        """Score these people against everybody and keep the best; returns how many they are."""
        members, bench = np.arange(some.start, some.stop), self._free.get()
        mine = Leaders.empty(len(members), self._length)
        try:
            for tile in self._tiles:
                self._score_tile(members, some, tile, mine, bench)
        finally:
            self._free.put(bench)
        self._of_people.append((members, mine.cut_back()))
        return len(members)

    def _score_tile(self, members: IntArray, some: slice, tile: slice, mine: Leaders, bench: _Bench) -> None:
        from matching.core.compiled import choose

        set_aside = self._dismissed.block(members, tile)
        scores = score_tile(self._people.cut(some), self._others.cut(tile), self._weights, set_aside, bench.room)
        if scores is not None:
            cuts = cuts_of(scores, self._length)
            choose(scores, cuts, members, tile.start, mine.columns, bench.of_others.columns)

    def matches(self, workers: Executor) -> Matches:
        for bench in self._benches:
            bench.of_others.cut_back()
        found = self._pairs(self._candidates(), workers)
        doubtful = [*self._doubtful_people(found), *self._doubtful_others(found)]
        if doubtful:
            found = self._pairs(np.union1d(found.codes, np.concatenate(doubtful)), workers)
        return found.matches(self._top_k)

    def _pairs(self, codes: IntArray, workers: Executor) -> "_Pairs":
        person, other = np.divmod(codes, len(self._others))
        values = self._scorer.values(person, other, workers=workers)
        of_person = Places.of(person, other, values[:, 0], count=len(self._people))
        of_other = Places.of(other, person, values[:, 0], count=len(self._others))
        return _Pairs(codes, person, other, values, of_person, of_other)

    def _candidates(self) -> IntArray:
        """Every pair that was kept for either end, once, as ``person * others + other``."""
        codes = [np.zeros(0, np.int64)]
        for members, lists in self._of_people:
            row, other = lists.entries()
            codes.append(members[row] * len(self._others) + other)
        for bench in self._benches:
            other, person = bench.of_others.entries()
            codes.append(person * len(self._others) + other)
        found = np.sort(np.concatenate(codes))
        return found[np.diff(found, prepend=-1) > 0]

    def _doubtful_people(self, found: "_Pairs") -> Iterator[IntArray]:
        """What stands on the lists, found exactly, from which something may have been left out wrongly."""
        floors = np.full(len(self._people), -np.inf, np.float32)
        for members, lists in self._of_people:
            floors[members] = lists.floors
        for person in _in_doubt(found.last(found.of_person, found.person, floors, self._top_k), floors):
            facts = self._people.facts[np.array([person])][:, None]
            met = Encounter(facts, self._others.facts[None, :], self._dismissed.block(np.array([person]), self._all))
            other = np.flatnonzero(allowed(met)[0])
            yield self._best(np.full(len(other), person), other, partners=other)

    def _doubtful_others(self, found: "_Pairs") -> Iterator[IntArray]:
        floors = np.max([bench.of_others.floors for bench in self._benches], axis=0)
        everybody = np.arange(len(self._people))
        for other in _in_doubt(found.last(found.of_other, found.other, floors, self._top_k), floors):
            set_aside = self._dismissed.contains(everybody, np.full(len(everybody), other))
            met = Encounter(
                self._people.facts[:, None], self._others.facts[np.array([other])][None, :], set_aside[:, None]
            )
            person = np.flatnonzero(allowed(met)[:, 0])
            yield self._best(person, np.full(len(person), other), partners=person)

    @property
    def _all(self) -> slice:
        return slice(0, len(self._others))

    def _best(self, person: IntArray, other: IntArray, *, partners: IntArray) -> IntArray:
        """Codes of one owner's list, from all the pairs that the rules allow it."""
        score = self._scorer.values(person, other)[:, 0]
        order = np.lexsort((partners, -score))
        chosen = order[~np.isnan(score[order])][: self._top_k]
        return person[chosen] * len(self._others) + other[chosen]


def _in_doubt(last: ExactArray, floors: FloatArray) -> IntArray:
    """Owners of whose list something was left out that is not surely below its end."""
    return np.flatnonzero((floors > -np.inf) & (last <= floors + ERROR))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs by person and other, with their exact values and their places on the lists of both."""

    codes: IntArray
    person: IntArray
    other: IntArray
    values: ExactArray
    of_person: Places
    of_other: Places

    def last(self, places: Places, owner: IntArray, floors: FloatArray, top_k: int) -> ExactArray:
        """The score at the end of each owner's list, ``(owners,)``; minus infinity where the list is shorter."""
        scores = np.full(len(floors), -np.inf)
        ends = np.flatnonzero(places.ranks == top_k)
        scores[owner[ends]] = self.values[ends, 0]
        return scores

    def matches(self, top_k: int) -> Matches:
        ranks = np.stack([self.of_person.ranks, self.of_other.ranks])
        ranks[ranks > top_k] = 0
        is_listed = ranks.max(axis=0) > 0
        rows = self.of_person.order[is_listed[self.of_person.order]]
        return Matches(self.person[rows], self.other[rows], *self.values[rows].T, *ranks[:, rows])
