"""Scores of given pairs to the last digit, whatever is scored beside them, in whatever blocks and on however many threads.

Vectors are stored in half precision, and two readings of one text are averaged (:mod:`matching.core.readings`). So every
product of two coordinates is a multiple of 2**-50, and no sum of them for two unit vectors exceeds 2: float64 holds each
such sum exactly, in whatever order it is taken. Everything after that is done in one order. A list that was kept up
change by change is therefore the list that a full run finds, digit by digit.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import astuple
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import FloatArray, IntArray, Subjects

ExactArray = npt.NDArray[np.float64]
PAIRS = 8192
"""In one piece of work for a thread."""


class Columns(NamedTuple):
    """Subjects as the compiled loops read them; topics are codes of topic, subfield and field, ``(n, 3)``."""

    topical: FloatArray
    topical_offsets: IntArray
    offers: FloatArray
    offer_offsets: IntArray
    offer_kinds: IntArray
    needs: FloatArray
    need_offsets: IntArray
    need_kinds: IntArray
    topics: IntArray
    topic_offsets: IntArray

    @classmethod
    def of(cls, subjects: Subjects) -> "Columns":
        topics = subjects.topics
        codes = np.stack([topics.topics, topics.subfields, topics.fields], axis=1)
        return cls(
            topical=subjects.topical.vectors,
            topical_offsets=subjects.topical.offsets,
            offers=subjects.offers.vectors,
            offer_offsets=subjects.offers.offsets,
            offer_kinds=subjects.offers.kinds,
            needs=subjects.needs.vectors,
            need_offsets=subjects.needs.offsets,
            need_kinds=subjects.needs.kinds,
            topics=codes,
            topic_offsets=topics.offsets,
        )


class ExactScorer:
    """Scores pairs of ``people`` and ``others`` by their positions."""

    def __init__(self, people: Subjects, others: Subjects, weights: ScoreWeights) -> None:
        self._people, self._others = Columns.of(people), Columns.of(others)
        self._weights = np.array(astuple(weights), np.float64)

    def values(self, person: IntArray, other: IntArray, *, workers: Executor | None = None) -> ExactArray:
        """Score and parts of each pair, ``(m, 1 + parts)`` float64, NaN where unknown."""
        found = np.empty((len(person), 1 + len(PARTS)), np.float64)
        pieces = list(pieces_of(len(person)))
        run = map if workers is None else workers.map
        for _done in run(lambda piece: self._write(person[piece], other[piece], found[piece]), pieces):
            pass
        return found

    def _write(self, person: IntArray, other: IntArray, found: ExactArray) -> None:
        from matching.core.compiled import score_pairs

        score_pairs(self._people, self._others, person, other, self._weights, found)


def pieces_of(count: int) -> Iterator[slice]:
    """Of so many pairs, for threads to share."""
    return (slice(begin, begin + PAIRS) for begin in range(0, count, PAIRS))
