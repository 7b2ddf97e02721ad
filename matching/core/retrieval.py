"""Every eligible pair's score, and of these the best of each person and of each other: exact, in blocks, on all cores."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from matching.core.eligibility import Encounter, PairSet, allowed
from matching.core.leaders import LEAST, Candidates, Leaders, Ranked, best, join
from matching.core.scoring import PARTS, Parts, ScoreWeights, combine, parts_of
from matching.core.subjects import FloatArray, IntArray, Subjects

OnProgress = Callable[[int, int], None]
# Rows of a block: with OTHERS columns of float32 it stays within a core's share of the cache.
PASSAGES = 1280
OTHERS = 2048
# Of a candidate's values: the score, and its parts.
WIDTH = 1 + len(PARTS)


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs among the best of either's list, by person, best first; all ``(m,)``.

    Parts are NaN where unknown. ``person_rank`` is the place of the other in the person's list, ``other_rank`` that of the
    person in the other's; 1 is best, 0 is beyond the end.
    """

    person: IntArray
    other: IntArray
    score: FloatArray
    topical: FloatArray
    give: FloatArray
    take: FloatArray
    topics: FloatArray
    person_rank: IntArray
    other_rank: IntArray

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class _Tile:
    """Some of the others, ``begin`` to ``end``."""

    begin: int
    end: int
    subjects: Subjects


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
    done = 0
    workers = ThreadPoolExecutor(threads or cpu_count() or 1)
    # One thread of BLAS in each of ours: pooling and pruning then run beside the products, not between them.
    with threadpool_limits(1, "blas"):
        try:
            for count in workers.map(search.score, _equal_runs(people.topical.counts)):
                on_progress(done := done + count, len(people))
        finally:
            workers.shutdown(cancel_futures=True)
    return search.matches()


def _equal_runs(counts: IntArray) -> Iterator[IntArray]:
    """People in blocks of equally many passages, about ``PASSAGES`` in each."""
    order = np.argsort(counts, kind="stable")
    for same in np.split(order, np.flatnonzero(np.diff(counts[order])) + 1):
        size = max(1, PASSAGES // max(1, int(counts[same[0]]))) if len(same) else 1
        yield from (same[begin : begin + size] for begin in range(0, len(same), size))


class _Search:
    def __init__(
        self, people: Subjects, others: Subjects, weights: ScoreWeights, top_k: int, dismissed: PairSet
    ) -> None:
        self._people, self._weights, self._top_k, self._dismissed = people, weights, top_k, dismissed
        self._tiles = [
            _Tile(begin, end, others.take(np.arange(begin, end)))
            for begin in range(0, len(others), OTHERS)
            for end in [min(begin + OTHERS, len(others))]
        ]
        self._of_people: list[Ranked] = []
        self._of_others = Leaders(len(others), top_k, width=WIDTH)

    def score(self, members: IntArray) -> int:
        """Score these people against everybody and keep the best; returns how many they are."""
        some = self._people.take(members)
        mine = [found for tile in self._tiles for found in self._score_tile(members, some, tile)]
        self._of_people.append(best(join(mine, width=WIDTH), self._top_k))
        return len(members)

    def _score_tile(self, members: IntArray, some: Subjects, tile: _Tile) -> Iterator[Candidates]:
        """Yield what may be among these people's best; what may be among the others' best is kept."""
        parts = parts_of(some, tile.subjects)
        scores = combine(parts, self._weights)
        if scores is None:
            return
        set_aside = self._dismissed.block(members, slice(tile.begin, tile.end))
        met = Encounter(some.facts[:, None], tile.subjects.facts[None, :], set_aside)
        scores = np.where(allowed(met) & ~np.isnan(scores), scores, np.float32(-np.inf))
        person, other = np.nonzero(scores >= self._of_others.thresholds[tile.begin : tile.end])
        values = _values(person, other, scores, parts)
        self._of_others.add(Candidates(tile.begin + other, members[person], values))
        person, other = np.nonzero(scores >= _cuts(scores, self._top_k))
        yield Candidates(members[person], tile.begin + other, _values(person, other, scores, parts))

    def matches(self) -> Matches:
        mine = join([found.candidates for found in self._of_people], width=WIDTH)
        mine_ranks = np.concatenate([np.zeros(0, np.int64), *(found.ranks for found in self._of_people)])
        return _unite(mine, mine_ranks, self._of_others.ranked())


def _cuts(scores: FloatArray, top_k: int) -> FloatArray:
    """The ``top_k``-th largest score of each row, ``(rows, 1)``."""
    if scores.shape[1] <= top_k:
        return np.full((len(scores), 1), LEAST, np.float32)
    last = scores.shape[1] - top_k
    return np.maximum(np.partition(scores, last, axis=1)[:, last : last + 1], LEAST)


def _values(person: IntArray, other: IntArray, scores: FloatArray, parts: Parts) -> FloatArray:
    values = np.full((len(person), WIDTH), np.nan, np.float32)
    for column, table in enumerate((scores, *parts)):
        if table is not None:
            values[:, column] = table[person, other]
    return values


def _unite(mine: Candidates, mine_ranks: IntArray, theirs: Ranked) -> Matches:
    """Every pair that is on either's list, once, with its places on both."""
    person = np.concatenate([mine.owner, theirs.candidates.partner])
    other = np.concatenate([mine.partner, theirs.candidates.owner])
    width = int(other.max(initial=0)) + 1
    pairs, first, place = np.unique(person * width + other, return_index=True, return_inverse=True)
    ranks = np.zeros((2, len(pairs)), np.int64)
    ranks[0, place[: len(mine)]] = mine_ranks
    ranks[1, place[len(mine) :]] = theirs.ranks
    values = np.concatenate([mine.values, theirs.candidates.values])[first]
    order = np.lexsort((pairs % width, -values[:, 0], pairs // width))
    return Matches(pairs[order] // width, pairs[order] % width, *values[order].T, *ranks[:, order])
