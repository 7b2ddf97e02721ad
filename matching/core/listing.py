"""The best partners of some owners, from partners who come in blocks: exact, and no more of them is held than a block.

A block is scored in single precision, and whatever may stand on a list by that is scored again exactly at once, so that a
list is at every moment the exact one of all partners seen so far. Who makes which lists, in what blocks and on how many
threads changes no digit of them.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from queue import SimpleQueue
from typing import TypeVar

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from matching.core.eligibility import PairSet, ask_rules
from matching.core.exact import ExactArray, ExactScorer
from matching.core.places import Places, cuts_of
from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import BoolArray, FloatArray, IntArray, Subjects
from matching.core.tiles import ERROR, PASSAGES, TARGETS, cuts_into, room_for_tile, score_tile
from matching.core.upkeep import Ends, Rows

_Side = TypeVar("_Side")


@dataclass(frozen=True, slots=True)
class Block:
    """Some partners; ``numbers`` ``(count,)`` ascend from block to block, ``set_aside`` are positions ``(n, 2)`` of owner and partner.

    Where it matters which of the partners' own lists a pair reaches, ``ends`` says where these end.
    """

    partners: Subjects
    numbers: IntArray
    set_aside: IntArray
    ends: Ends | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Places on lists, list after list, best first; all ``(m,)``, ``values`` ``(m, 1 + parts)`` float64, NaN where unknown.

    ``owner`` is a position, ``partner`` a number, ``rank`` begins with 1. ``unsure`` says, as the bits of a number, of which
    rules too little is known to say no. Of equal scores the smaller number comes first.
    """

    owner: IntArray
    partner: IntArray
    values: ExactArray
    unsure: IntArray
    rank: IntArray

    def __len__(self) -> int:
        return len(self.owner)

    @property
    def score(self) -> ExactArray:
        return self.values[:, 0]

    @classmethod
    def none(cls) -> "Listed":
        nothing = np.zeros(0, np.int64)
        return cls(nothing, nothing, np.zeros((0, 1 + len(PARTS))), nothing, nothing)


def best_lists(
    owners: Subjects,
    blocks: Iterable[Block],
    *,
    of_people: bool,
    weights: ScoreWeights,
    top_k: int,
    threads: int | None = None,
) -> Listed:
    """The ``top_k`` best eligible partners of each owner. ``of_people``: the partners are the people, the owners the others."""
    numbers = np.arange(len(owners))
    return lists_and_reach(owners, numbers, blocks, of_people=of_people, weights=weights, top_k=top_k, threads=threads)[
        0
    ]


def lists_and_reach(
    owners: Subjects,
    numbers: IntArray,
    blocks: Iterable[Block],
    *,
    of_people: bool,
    weights: ScoreWeights,
    top_k: int,
    threads: int | None = None,
) -> tuple[Listed, Rows]:
    """The same, and all pairs that stand before the end of the partner's own list, by the numbers of both."""
    threads = threads or cpu_count() or 1
    maker = _Maker(owners, numbers, of_people, weights, top_k, threads)
    # One thread of BLAS in each of ours: pooling and choosing then run beside the products, not between them.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(threads) as workers:
        for block in blocks:
            maker.take(block, workers)
    return maker.listed, maker.reaching


class _Maker:
    def __init__(
        self,
        owners: Subjects,
        numbers: IntArray,
        of_people: bool,
        weights: ScoreWeights,
        top_k: int,
        threads: int,
    ) -> None:
        self._owners, self._numbers, self._of_people = owners, numbers, of_people
        self._weights, self._top_k = weights, top_k
        self._groups = list(cuts_into(owners.topical.counts, TARGETS if of_people else PASSAGES))
        self._rooms: SimpleQueue[FloatArray] = SimpleQueue()
        for _ in range(threads):
            self._rooms.put(room_for_tile())
        self._worst = np.full(len(owners), -np.inf)
        self.listed = Listed.none()
        self.reaching = Rows.none()

    def take(self, block: Block, workers: Executor) -> None:
        """Let these partners on the lists where they belong there."""
        if not len(block.numbers) or not self._groups:
            return
        set_aside = PairSet.of(block.set_aside, others=len(block.numbers))
        found = list(workers.map(lambda group: self._candidates(group, block, set_aside), self._groups))
        owner, partner = (np.concatenate(column) for column in zip(*found, strict=True))
        people, others = self._in_order(self._owners, block.partners)
        ends = self._in_order(owner, partner)
        values = ExactScorer(people, others, self._weights).values(*ends, workers=workers)
        self._note_reach(block, owner, partner, values[:, 0])
        known = ask_rules(people, others, *ends).known
        unsure = ~known @ (1 << np.arange(known.shape[1]))
        self._merge(Listed(owner, block.numbers[partner], values, unsure, np.zeros(len(owner), np.int64)))

    def _note_reach(self, block: Block, owner: IntArray, partner: IntArray, score: ExactArray) -> None:
        if block.ends is not None:
            numbers = self._numbers[owner]
            rows = Rows(numbers, block.numbers[partner], score)
            self.reaching = Rows.joined(self.reaching, rows.only(block.ends.reached(partner, score, numbers)))

    def _in_order(self, mine: _Side, theirs: _Side) -> tuple[_Side, _Side]:
        """The people first."""
        return (theirs, mine) if self._of_people else (mine, theirs)

    def _candidates(self, group: slice, block: Block, set_aside: PairSet) -> tuple[IntArray, IntArray]:
        """Positions of owner and partner of all that may stand on the lists of this group, or on those of the partners."""
        partners = block.partners
        members = np.arange(group.start, group.stop)
        scores = np.full((len(members), len(partners)), -np.inf, np.float32)
        room = self._rooms.get()
        try:
            for tile, found in self._tiles(members, partners, set_aside, room):
                scores[:, tile] = found
        finally:
            self._rooms.put(room)
        # Whoever is left out is surely below the end of the list, or below as many of this block as there are places.
        cuts = np.maximum(self._worst[group] - ERROR, cuts_of(scores, self._top_k) - 2 * ERROR).astype(np.float32)
        chosen = scores >= cuts[:, None]
        if block.ends is not None:
            chosen |= scores >= (block.ends.score - ERROR).astype(np.float32)
        row, partner = np.nonzero(chosen & (scores > -np.inf))
        return members[row], partner

    def _tiles(
        self, members: IntArray, partners: Subjects, set_aside: PairSet, room: FloatArray
    ) -> Iterator[tuple[slice, FloatArray]]:
        """Scores of the members with each run of partners, ``(members, run)``."""
        mine = self._owners.cut(slice(members[0], members[-1] + 1))
        for tile in cuts_into(partners.topical.counts, PASSAGES if self._of_people else TARGETS):
            excluded: BoolArray = set_aside.block(members, tile)
            people, others = self._in_order(mine, partners.cut(tile))
            scores = score_tile(people, others, self._weights, excluded.T if self._of_people else excluded, room)
            if scores is not None:
                yield tile, scores.T if self._of_people else scores

    def _merge(self, found: Listed) -> None:
        kept = self.listed
        owner, partner = np.concatenate([kept.owner, found.owner]), np.concatenate([kept.partner, found.partner])
        values, unsure = np.concatenate([kept.values, found.values]), np.concatenate([kept.unsure, found.unsure])
        places = Places.of(owner, partner, values[:, 0], count=len(self._owners))
        rows = places.order[places.ranks[places.order] <= self._top_k]
        self.listed = Listed(owner[rows], partner[rows], values[rows], unsure[rows], places.ranks[rows])
        last = self.listed.rank == self._top_k
        self._worst[self.listed.owner[last]] = self.listed.score[last]
