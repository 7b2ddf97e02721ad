"""Which passages make the parts of given pairs: the best few of each part, for any number of pairs at once."""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from os import cpu_count

import numpy as np
import numpy.typing as npt

from matching.core.exact import ExactArray, pieces_of
from matching.core.scoring import PARTS
from matching.core.subjects import IntArray, Passages, Subjects

TOP = 3
"""Kept of each part of a pair."""
SORTS = (("topical", "topical"), ("offers", "needs"), ("needs", "offers"))
"""Whose passages meet in each part but the last, which has none: the person's, the other's."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Two passages that meet in a part of a pair; all ``(n,)``, in the order of pairs, parts and closeness.

    ``pair`` is the pair's position, ``part`` that of the part in ``PARTS``, ``own`` and ``other`` are passages' ids.
    """

    pair: IntArray
    part: IntArray
    own: IntArray
    other: IntArray
    similarity: ExactArray

    def __len__(self) -> int:
        return len(self.pair)

    @classmethod
    def joined(cls, some: Sequence["Meetings"]) -> "Meetings":
        """Of different pairs, in their order."""
        nothing = np.zeros(0, np.int64)
        rows = [cls(nothing, nothing, nothing, nothing, np.zeros(0)), *some]
        columns = [np.concatenate([getattr(one, column.name) for one in rows]) for column in fields(cls)]
        order = np.argsort(columns[0], kind="stable")
        return cls(*(column[order] for column in columns))


def find_meetings(people: Subjects, others: Subjects, person: IntArray, other: IntArray) -> Meetings:
    """For each pair of positions ``person[i]``, ``other[i]`` and each part its best-meeting passages, no passage twice in a part.

    Topical passages meet freely, an offer and a need of different kinds count half. What does not meet at all (similarity 0
    or below) is left out.
    """
    with ThreadPoolExecutor(cpu_count()) as workers:
        found = [
            _meetings(part, getattr(people, own), getattr(others, theirs), person, other, workers)
            for part, (own, theirs) in enumerate(SORTS)
        ]
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.lexsort((columns[1], columns[0]))  # stable: the closest stay first
    return Meetings(*(column[order] for column in columns))


def _meetings(
    part: int, own: Passages, others: Passages, person: IntArray, other: IntArray, workers: Executor
) -> tuple[IntArray, IntArray, IntArray, IntArray, ExactArray]:
    both = (own.counts[person] > 0) & (others.counts[other] > 0)
    pairs = np.flatnonzero(both)
    rows, columns = (np.full((len(pairs), TOP), -1, np.int64) for _ in range(2))
    similarities = np.zeros((len(pairs), TOP), np.float64)
    find = partial(
        _find, own, others, PARTS[part] != "topical", person[pairs], other[pairs], rows, columns, similarities
    )
    for _done in workers.map(find, pieces_of(len(pairs))):
        pass
    pair, place = np.nonzero(rows >= 0)
    return (
        pairs[pair],
        np.full(len(pair), part, np.int64),
        own.ids[rows[pair, place]],
        others.ids[columns[pair, place]],
        similarities[pair, place],
    )


def _find(
    own: Passages,
    others: Passages,
    minds_kinds: bool,
    mine: IntArray,
    theirs: IntArray,
    rows: IntArray,
    columns: IntArray,
    similarities: ExactArray,
    piece: slice,
) -> None:
    from matching.core.compiled import closest

    closest(
        _columns(own),
        _columns(others),
        minds_kinds,
        mine[piece],
        theirs[piece],
        rows[piece],
        columns[piece],
        similarities[piece],
    )


def _columns(texts: Passages) -> tuple[npt.NDArray[np.float32], IntArray, IntArray]:
    return texts.vectors, texts.offsets, texts.kinds
