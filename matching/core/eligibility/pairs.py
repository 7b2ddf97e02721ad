"""Pairs of subjects that were set aside, looked up by block or by pair."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from matching.core.subjects import BoolArray, IntArray


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs of person and other as sorted ``codes``, ``person * others + other``."""

    codes: IntArray
    others: int

    @classmethod
    def of(cls, pairs: npt.ArrayLike | None, *, others: int) -> Self:
        """``pairs``: ``(n, 2)`` positions of person and other, or nothing."""
        rows = np.zeros((0, 2), np.int64) if pairs is None else np.asarray(pairs, np.int64).reshape(-1, 2)
        return cls(np.unique(rows[:, 0] * others + rows[:, 1]), others)

    def contains(self, person: IntArray, other: IntArray) -> BoolArray:
        """For each pair ``(m,)`` whether it is in the set."""
        return np.isin(person * self.others + other, self.codes)

    def block(self, people: IntArray, others: slice) -> BoolArray:
        """The set as a table ``(people, others)``."""
        width = others.stop - others.start
        table = np.zeros((len(people), width), bool)
        if len(self.codes):
            for row, person in enumerate(people):
                begin, end = np.searchsorted(self.codes, person * self.others + np.array([others.start, others.stop]))
                table[row, self.codes[begin:end] - person * self.others - others.start] = True
        return table
