"""How good suggestions are, and how they are spread over people.

The error measures are those of Stelmakh et al., "A Gold Standard Dataset for the Reviewer Assignment Problem" (arXiv
2303.16750): researchers rate their own expertise on papers, and a scoring is judged by how it orders each two of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

HIGH, LOW = 4, 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One researcher's papers: the stated expertise (1 to 5) and what the scoring says, both of shape ``(papers,)``."""

    expertise: npt.NDArray[np.float64]
    scores: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class GoldReport:
    """``loss`` in [0, 1], where 0.5 is guessing; ``easy``, ``hard``: shares of such pairs in the right order, or NaN."""

    loss: float
    easy: float
    hard: float
    researchers: int
    pairs: int


def evaluate_gold(judged: Iterable[Judged]) -> GoldReport:
    """Compare each two papers of the same researcher that differ in expertise.

    Loss: each pair in the wrong order counts the difference in expertise, a tie half of it, over all differences' sum.
    Easy pairs: one at least 4, one at most 2. Hard pairs: both at least 4. Ties are half right.

    >>> paper = Judged(np.array([5.0, 4.0, 1.0]), np.array([0.3, 0.6, 0.1], dtype=np.float32))
    >>> evaluate_gold([paper])
    GoldReport(loss=0.125, easy=1.0, hard=0.0, researchers=1, pairs=3)
    """
    everybody = list(judged)
    pairs = [_pairs(one) for one in everybody]
    higher, lower, right = (np.concatenate([part[i] for part in pairs] or [np.empty(0)]) for i in range(3))
    difference = higher - lower
    return GoldReport(
        loss=_share(difference * (1 - right), difference),
        easy=_mean(right[(higher >= HIGH) & (lower <= LOW)]),
        hard=_mean(right[lower >= HIGH]),
        researchers=len(everybody),
        pairs=len(difference),
    )


def _pairs(one: Judged) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Of the pairs that differ: higher expertise, lower, and 1 where scores agree, 0.5 where they tie, else 0."""
    if one.expertise.shape != one.scores.shape:
        raise ValueError("Every judged paper needs exactly one score.")
    first, second = np.triu_indices(len(one.expertise), 1)
    a, b = one.expertise[first], one.expertise[second]
    agreement = np.sign(a - b) * np.sign(one.scores[first] - one.scores[second])
    differs = a != b
    return np.maximum(a, b)[differs], np.minimum(a, b)[differs], ((1 + agreement) / 2)[differs]


def _share(part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> float:
    total = float(whole.sum())
    return float(part.sum()) / total if total else float("nan")


def _mean(values: npt.NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def gini(counts: npt.ArrayLike) -> float:
    """How unequally suggestions are spread: 0 all alike, towards 1 when one person gets them all; 0 without any.

    >>> gini([3, 3, 3]), gini([0, 0, 0, 8])
    (0.0, 0.75)
    """
    values = np.sort(np.asarray(counts, dtype=np.float64))
    total = values.sum()
    if not total:
        return 0.0
    places = np.arange(1, len(values) + 1)
    return float(2 * (places @ values) / (len(values) * total) - (len(values) + 1) / len(values))


def top_share(counts: npt.ArrayLike, share: float = 0.1) -> float:
    """Part of all suggestions that go to the most suggested ``share`` of people, at least one; 0 without suggestions.

    >>> top_share([5, 1, 1, 1, 1, 1, 0, 0, 0, 0])
    0.5
    """
    values = np.sort(np.asarray(counts, dtype=np.float64))[::-1]
    total = values.sum()
    return float(values[: max(1, round(share * len(values)))].sum() / total) if total else 0.0


def coverage(counts: npt.ArrayLike) -> float:
    """Share of people who are suggested at least once; 0 where there is nobody.

    >>> coverage([2, 0, 1, 1])
    0.75
    """
    values = np.asarray(counts)
    return float(np.mean(values > 0)) if len(values) else 0.0


@dataclass(frozen=True, slots=True)
class RankReport:
    """How near the top each query's own document is: mean reciprocal rank, share within the first ten, median rank."""

    mrr: float
    recall_at_10: float
    median_rank: float
    queries: int


def report_ranks(ranks: npt.ArrayLike) -> RankReport:
    """``ranks`` start at 1; without any, all figures are NaN.

    >>> report_ranks([1, 2, 20])
    RankReport(mrr=0.5166666666666667, recall_at_10=0.6666666666666666, median_rank=2.0, queries=3)
    """
    values = np.asarray(ranks, dtype=np.float64)
    if not len(values):
        return RankReport(mrr=float("nan"), recall_at_10=float("nan"), median_rank=float("nan"), queries=0)
    return RankReport(
        mrr=float((1 / values).mean()),
        recall_at_10=float((values <= 10).mean()),
        median_rank=float(np.median(values)),
        queries=len(values),
    )
