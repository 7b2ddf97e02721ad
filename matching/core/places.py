"""The places of pairs on the lists of their owners."""

from dataclasses import dataclass

import numpy as np

from matching.core.exact import ExactArray
from matching.core.subjects import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Places:
    """``ranks`` ``(pairs,)``: the place of each pair on its owner's list, from 1; ``order``: the pairs, list after list."""

    ranks: IntArray
    order: IntArray

    @classmethod
    def of(cls, owners: IntArray, partners: IntArray, scores: ExactArray, *, count: int) -> "Places":
        """Of equal scores the smaller partner comes first.

        >>> Places.of(np.array([1, 1, 0]), np.array([2, 1, 5]), np.array([0.5, 0.5, 0.1]), count=2).ranks.tolist()
        [2, 1, 1]
        """
        from matching.core.compiled import rank

        rows = np.argsort(owners * (int(partners.max(initial=0)) + 1) + partners)
        offsets = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))])
        places = cls(np.zeros(len(owners), np.int64), np.zeros(len(owners), np.int64))
        rank(offsets, rows, scores, places.ranks, places.order)
        return places


def cuts_of(scores: FloatArray, length: int) -> FloatArray:
    """The ``length``-th largest score of each row, ``(rows,)``; minus infinity where there are no more of them."""
    if scores.shape[1] <= length:
        return np.full(len(scores), -np.inf, np.float32)
    last = scores.shape[1] - length
    cuts: FloatArray = np.partition(scores, last, axis=1)[:, last]
    return cuts
