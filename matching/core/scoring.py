"""Parts of a score, and the score of its parts. Every part is in [0, 1], NaN where nothing is known.

topical: pooled closeness of texts (:mod:`matching.core.affinity`), averaged over the other's passages.
give: how well the other's needs are met by what the person offers; take: the reverse. A need is met as well as by the closest
offer; one of another kind counts half, since people file the same thing under different kinds.
topics: how well the other's declared topics are met by the person's: 1 for the same topic, less within a subfield or field.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import isfinite

import numpy as np

from matching.core.affinity import blend
from matching.core.subjects import BoolArray, FloatArray, IntArray, Passages, Subjects, Topics

PARTS = ("topical", "give", "take", "topics")
SAME_SUBFIELD, SAME_FIELD = 0.5, 0.25
OTHER_KIND = 0.5


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """Weights of the parts; only their proportions count. Raises ``ValueError`` unless topical > 0 and none is negative."""

    topical: float = 0.6
    give: float = 0.15
    take: float = 0.15
    topics: float = 0.1

    def __post_init__(self) -> None:
        if not all(isfinite(weight) and weight >= 0 for weight in astuple(self)):
            raise ValueError("weights must be finite and not negative")
        if self.topical == 0:
            raise ValueError("topical affinity must count")


Parts = Sequence[FloatArray | None]
"""Arrays of one shape in the order of ``PARTS``; ``None`` where a part is unknown throughout."""


def combine(parts: Parts, weights: ScoreWeights) -> FloatArray | None:
    """Weighted mean of the known parts; NaN where no part that counts is known, ``None`` where none is throughout.

    >>> topical, give = np.array([0.8, 0.8], np.float32), np.array([0.4, np.nan], np.float32)
    >>> combine([topical, give, None, None], ScoreWeights(topical=3, give=1)).astype(float).round(2).tolist()
    [0.7, 0.8]
    """
    counting = [
        (part, np.float32(weight)) for part, weight in zip(parts, astuple(weights), strict=True) if part is not None
    ]
    if not counting:
        return None
    if len(counting) == 1:
        return counting[0][0]
    total = np.zeros_like(counting[0][0])
    weight_known = np.zeros_like(total)
    for part, weight in counting:
        known = ~np.isnan(part)
        np.add(total, weight * part, out=total, where=known)
        np.add(weight_known, weight, out=weight_known, where=known)
    return np.divide(total, weight_known, out=np.full_like(total, np.nan), where=weight_known > 0)


def parts_of(people: Subjects, others: Subjects) -> list[FloatArray | None]:
    """All parts of every person with every other, each ``(people, others)``, in the order of ``PARTS``."""
    take = meet_needs(others.offers, people.needs)
    return [
        topical_part(people.topical, others.topical),
        meet_needs(people.offers, others.needs),
        None if take is None else take.T,
        topics_part(people.topics, others.topics),
    ]


def topical_part(people: Passages, others: Passages) -> FloatArray | None:
    """Affinity of every person to every other, ``(people, others)``.

    Quick where all the people have equally many passages, since then one reshape pools them all.
    """
    if not len(people) or not len(others):
        return None
    counts = people.counts
    if counts.min() == counts.max():
        pooled = _pool_equal(people.vectors.reshape(len(counts), counts[0], -1), others.vectors)
    else:
        pooled = _pool_ragged(people, others.vectors)
    return _average(pooled, others.offsets)


def closest_text(people: Passages, others: Passages) -> FloatArray | None:
    """As :func:`topical_part`, but by the passage of each other that comes closest, not averaged over all of them.

    For others of which a person need meet one theme only, such as a call. ``None`` where nobody has a passage.

    >>> one, call = Passages.grouped([0], np.eye(2)[:1], count=1), Passages.grouped([0, 0], np.eye(2), count=1)
    >>> closest_text(one, call).tolist(), topical_part(one, call).tolist()
    ([[1.0]], [[0.5]])
    """
    each = Passages(others.vectors, np.arange(len(others) + 1), others.ids, others.kinds)
    affinity = topical_part(people, each)
    if affinity is None:
        return None
    known = others.counts > 0
    best = np.full((len(affinity), len(known)), np.nan, np.float32)
    best[:, known] = np.maximum.reduceat(affinity, others.offsets[:-1][known], axis=1)
    return best


def _pool_equal(vectors: FloatArray, targets: FloatArray) -> FloatArray:
    """``vectors`` ``(people, each, d)`` against ``targets`` ``(n, d)``; the mean similarity is that to the mean vector."""
    people, each, dimensions = vectors.shape
    # Passage by passage: the maximum then runs over long contiguous rows.
    similarities = vectors.transpose(1, 0, 2).reshape(each * people, dimensions) @ targets.T
    if each == 1:
        return blend(similarities, similarities)
    best = similarities.reshape(each, people, -1).max(axis=0)
    means = vectors.mean(axis=1, dtype=np.float32)
    return blend(best, means @ targets.T)


def _pool_ragged(people: Passages, targets: FloatArray) -> FloatArray:
    similarities = people.vectors @ targets.T
    known = people.counts > 0
    starts = people.offsets[:-1][known]
    sizes = people.counts[known][:, None].astype(np.float32)
    mean = (np.add.reduceat(similarities, starts, axis=0) / sizes).astype(np.float32)
    pooled = np.full((len(people.counts), len(targets)), np.nan, np.float32)
    pooled[known] = blend(np.maximum.reduceat(similarities, starts, axis=0), mean)
    return pooled


def meet_needs(offers: Passages, needs: Passages) -> FloatArray | None:
    """How well the offers of each subject of the one meet the needs of each of the other, ``(offering, needing)``."""
    if not len(offers) or not len(needs):
        return None
    similarities = np.clip(offers.vectors @ needs.vectors.T, np.float32(0), np.float32(1))
    similarities *= kind_weights(offers.kinds, needs.kinds)
    return _meet(similarities, offers.offsets, needs.offsets)


def kind_weights(offers: IntArray, needs: IntArray) -> FloatArray:
    """How much a meeting of each offer with each need counts, ``(offers, needs)``.

    >>> kind_weights(np.array([1, 2]), np.array([2])).tolist()
    [[0.5], [1.0]]
    """
    return np.where(offers[:, None] == needs, np.float32(1), np.float32(OTHER_KIND))


def topics_part(people: Topics, others: Topics) -> FloatArray | None:
    """How well each person's topics meet each other's, ``(people, others)``."""
    if not len(people) or not len(others):
        return None
    credit = np.zeros((len(people), len(others)), np.float32)
    for level, worth in (("fields", SAME_FIELD), ("subfields", SAME_SUBFIELD), ("topics", 1.0)):
        credit[getattr(people, level)[:, None] == getattr(others, level)] = worth
    return _meet(credit, people.offsets, others.offsets)


def _meet(credit: FloatArray, rows: IntArray, columns: IntArray) -> FloatArray:
    """Best row of each row owner for every column, then the mean over each column owner's."""
    known = np.diff(rows) > 0
    best = np.full((len(known), credit.shape[1]), np.nan, np.float32)
    best[known] = np.maximum.reduceat(credit, rows[:-1][known], axis=0)
    return _average(best, columns)


def _average(values: FloatArray, offsets: IntArray) -> FloatArray:
    """Mean over the columns of each owner, ``(rows, owners)``; NaN for owners of none."""
    counts = np.diff(offsets)
    known: BoolArray = counts > 0
    if known.all() and len(counts) == values.shape[1]:
        return values
    averaged = np.full((len(values), len(counts)), np.nan, np.float32)
    sums = np.add.reduceat(values, offsets[:-1][known], axis=1)
    averaged[:, known] = sums / counts[known].astype(np.float32)
    return averaged
