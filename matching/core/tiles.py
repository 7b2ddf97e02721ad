"""Scores of everybody with everybody in single precision, in tiles of similarities that fit a core's cache."""

from collections.abc import Iterator

import numpy as np

from matching.core.eligibility import Encounter, allowed
from matching.core.scoring import Parts, ScoreWeights, combine, meet_needs, topics_part
from matching.core.subjects import BoolArray, FloatArray, IntArray, Passages, Subjects

# Rows and columns of a tile of similarities: in single precision it stays within a core's cache.
PASSAGES = 512
TARGETS = 1024
ERROR = 5e-5
"""More than the rounding of 384 products and their sums in single precision can come to."""


def room_for_tile() -> FloatArray:
    """What a thread writes similarities into, again and again."""
    return np.empty(PASSAGES * TARGETS, np.float32)


def cuts_into(counts: IntArray, size: int) -> Iterator[slice]:
    """Subjects with so many passages, one after the other, in runs of about ``size`` passages, or of as many subjects.

    >>> list(cuts_into(np.array([3, 0, 2, 4]), 4))
    [slice(0, 2, None), slice(2, 3, None), slice(3, 4, None)]
    """
    if not len(counts):
        return
    block = (np.cumsum(np.maximum(counts, 1)) - 1) // max(1, size)
    ends = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(counts)]
    yield from map(slice, ends, ends[1:])


def score_tile(
    people: Subjects, others: Subjects, weights: ScoreWeights, set_aside: BoolArray, room: FloatArray
) -> FloatArray | None:
    """Scores ``(people, others)``, minus infinity where the two may not meet or nothing is known; ``None`` throughout.

    ``set_aside`` has that shape; ``room`` is used where it is large enough.
    """
    scores = combine(_parts(people, others, room), weights)
    if scores is None:
        return None
    met = Encounter(people.facts[:, None], others.facts[None, :], set_aside)
    return np.where(allowed(met) & (scores >= 0), scores, np.float32(-np.inf))


def _parts(people: Subjects, others: Subjects, room: FloatArray) -> Parts:
    """In the order of ``PARTS``, each ``(people, others)``."""
    take = meet_needs(others.offers, people.needs)
    return [
        _topical(people.topical, others.topical, room),
        meet_needs(people.offers, others.needs),
        None if take is None else take.T,
        topics_part(people.topics, others.topics),
    ]


def _topical(people: Passages, others: Passages, room: FloatArray) -> FloatArray | None:
    from matching.core.compiled import pool

    if not len(people) or not len(others):
        return None
    size = len(people) * len(others)
    similarities = (room if size <= len(room) else np.empty(size, np.float32))[:size].reshape(len(people), len(others))
    np.matmul(people.vectors, others.vectors.T, out=similarities)
    pooled = np.empty((len(people.counts), len(others.counts)), np.float32)
    pool(similarities, people.offsets, others.offsets, pooled)
    return pooled
