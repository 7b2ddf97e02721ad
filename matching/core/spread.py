"""How suggestions are spread over groups of people."""

from dataclasses import dataclass

import numpy as np

from matching.core.evaluation import gini, top_share
from matching.core.subjects import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Spread:
    """One group. ``rank``: mean place on the lists of others, 1 being best; ``affinity``: mean topical affinity of the
    pairs; both NaN where nothing is known. ``gini`` and ``top_share`` are within the group."""

    people: int
    shown: int
    gini: float
    top_share: float
    rank: float
    affinity: float


def spread(groups: IntArray, whom: IntArray, ranks: FloatArray, affinities: FloatArray) -> list[Spread]:
    """One :class:`Spread` for each group ``0 … max(groups)``.

    ``groups`` ``(people,)``; a suggestion is a row of the others: the person ``whom`` it shows, NaN where rank or affinity is
    unknown.

    >>> rows = np.array([0, 0, 1]), np.array([1, 3, np.nan], np.float32), np.array([0.5, 0.3, 0.2], np.float32)
    >>> [(one.people, one.shown, one.rank, round(one.affinity, 2)) for one in spread(np.array([0, 1, 1]), *rows)]
    [(1, 2, 2.0, 0.4), (2, 1, nan, 0.2)]
    """
    shown = np.bincount(whom, minlength=len(groups))
    size = int(groups.max(initial=-1)) + 1
    mean_rank, mean_affinity = (_means(groups[whom], values, size) for values in (ranks, affinities))
    return [
        Spread(
            people=int((groups == group).sum()),
            shown=int(shown[groups == group].sum()),
            gini=gini(shown[groups == group]),
            top_share=top_share(shown[groups == group]),
            rank=float(mean_rank[group]),
            affinity=float(mean_affinity[group]),
        )
        for group in range(size)
    ]


def _means(groups: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Mean of the known values of each group, NaN without any."""
    known = ~np.isnan(values)
    counts = np.bincount(groups[known], minlength=size)
    sums = np.bincount(groups[known], weights=values[known], minlength=size)
    means: FloatArray = np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0).astype(np.float32)
    return means
