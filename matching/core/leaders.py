"""The best few partners of each owner, kept while candidates come in, in any order and from any thread."""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from matching.core.subjects import FloatArray, IntArray

LEAST = np.finfo(np.float32).min
"""Below every score and above the mark of a forbidden pair."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Partners for owners, ``(n,)`` positions each; ``values`` ``(n, 1 + parts)``: the score, then its parts."""

    owner: IntArray
    partner: IntArray
    values: FloatArray

    def __len__(self) -> int:
        return len(self.owner)

    def __getitem__(self, rows: IntArray) -> "Candidates":
        return Candidates(self.owner[rows], self.partner[rows], self.values[rows])


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates by owner, best first, with their ranks from 1."""

    candidates: Candidates
    ranks: IntArray


def join(several: list[Candidates], *, width: int) -> Candidates:
    """All rows of ``several`` tables whose values have ``width`` columns."""
    nothing = Candidates(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, width), np.float32))
    owner, partner, values = zip(*((one.owner, one.partner, one.values) for one in [nothing, *several]), strict=True)
    return Candidates(np.concatenate(owner), np.concatenate(partner), np.concatenate(values))


def best(candidates: Candidates, top_k: int) -> Ranked:
    """The ``top_k`` best of each owner; of equal scores the smaller partner comes first.

    >>> found = best(Candidates(np.array([7, 7, 7]), np.array([2, 1, 0]), np.array([[0.5], [0.5], [0.1]])), 2)
    >>> found.candidates.partner.tolist(), found.ranks.tolist()
    ([1, 2], [1, 2])
    """
    order = np.lexsort((candidates.partner, -candidates.values[:, 0], candidates.owner))
    owner = candidates.owner[order]
    ranks = np.arange(len(owner)) - np.searchsorted(owner, owner) + 1
    return Ranked(candidates[order[ranks <= top_k]], ranks[ranks <= top_k])


class Leaders:
    """The ``top_k`` best of ``count`` owners.

    Candidates are sorted only when as many wait as are kept, so each is sorted a constant number of times on average;
    ``thresholds`` ``(count,)`` lag behind by that much and never exceed the score that is last on an owner's list.
    """

    def __init__(self, count: int, top_k: int, *, width: int) -> None:
        self.thresholds = np.full(count, LEAST, np.float32)
        self._top_k, self._width = top_k, width
        self._kept: list[Candidates] = []
        self._waiting = 0
        self._patience = max(1024, count * top_k // 2)
        self._lock = Lock()

    def add(self, candidates: Candidates) -> None:
        with self._lock:
            self._kept.append(candidates)
            self._waiting += len(candidates)
            if self._waiting > self._patience:
                self._settle()

    def ranked(self) -> Ranked:
        with self._lock:
            return self._settle()

    def _settle(self) -> Ranked:
        found = best(join(self._kept, width=self._width), self._top_k)
        last = found.candidates[np.flatnonzero(found.ranks == self._top_k)]
        self.thresholds[last.owner] = last.values[:, 0]
        self._kept, self._waiting = [found.candidates], 0
        return found
