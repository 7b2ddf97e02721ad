"""Subjects as struct of arrays. A subject is its position, 0 to ``count - 1``, in every array of its :class:`Subjects`."""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
DateArray = npt.NDArray[np.datetime64]
SideArray = npt.NDArray[np.int8]

KR, US = 1, 2


def offsets_of(owners: IntArray, count: int) -> IntArray:
    """Where each subject's rows begin once rows are in the order of their owners; shape ``(count + 1,)``.

    >>> offsets_of(np.array([2, 0, 0]), 3).tolist()
    [0, 2, 2, 3]
    """
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int64)


def rows_of(offsets: IntArray, subjects: IntArray) -> IntArray:
    """Rows of ``subjects``, one subject after the other.

    >>> rows_of(np.array([0, 2, 2, 3]), np.array([2, 1, 0])).tolist()
    [2, 0, 1]
    """
    counts = offsets[subjects + 1] - offsets[subjects]
    ends = np.cumsum(counts)
    rows: IntArray = np.arange(ends[-1] if len(ends) else 0) + np.repeat(offsets[subjects] - ends + counts, counts)
    return rows


@dataclass(frozen=True, slots=True)
class Passages:
    """Embedded texts in the order of their owners.

    ``vectors`` float32 ``(n, d)`` with rows of length 1; ``offsets`` ``(count + 1,)``; ``ids`` ``(n,)``, the caller's own;
    ``kinds`` ``(n,)``, which passages count more with each other where kinds matter.
    """

    vectors: FloatArray
    offsets: IntArray
    ids: IntArray
    kinds: IntArray

    @classmethod
    def grouped(
        cls,
        owners: npt.ArrayLike,
        vectors: npt.ArrayLike,
        *,
        count: int,
        ids: npt.ArrayLike | None = None,
        kinds: npt.ArrayLike | None = None,
    ) -> Self:
        """Passages from rows in any order. Raises ``ValueError`` where an owner is not in ``0 … count - 1``."""
        whose = checked_owners(owners, count)
        order = np.argsort(whose, kind="stable")
        rows = np.asarray(vectors, np.float32)
        given_ids = np.arange(len(whose)) if ids is None else np.asarray(ids, np.int64)
        given_kinds = np.zeros(len(whose), np.int64) if kinds is None else np.asarray(kinds, np.int64)
        return cls(rows[order], offsets_of(whose, count), given_ids[order], given_kinds[order])

    @classmethod
    def none(cls, count: int) -> Self:
        nothing = np.zeros(0, np.int64)
        return cls(np.zeros((0, 0), np.float32), np.zeros(count + 1, np.int64), nothing, nothing)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def counts(self) -> IntArray:
        """Passages of each subject, ``(count,)``."""
        return np.diff(self.offsets)

    def cut(self, some: slice) -> "Passages":
        """Of a run of subjects; nothing is copied."""
        begin, end = self.offsets[some.start], self.offsets[some.stop]
        rows, offsets = slice(begin, end), self.offsets[some.start : some.stop + 1] - begin
        return Passages(self.vectors[rows], offsets, self.ids[rows], self.kinds[rows])

    def take(self, subjects: IntArray) -> "Passages":
        rows = rows_of(self.offsets, subjects)
        offsets = np.concatenate([[0], np.cumsum(self.counts[subjects])])
        return Passages(self.vectors[rows], offsets, self.ids[rows], self.kinds[rows])


@dataclass(frozen=True, slots=True)
class Topics:
    """Declared topics in the order of their owners: codes of topic, subfield and field, each ``(n,)``."""

    offsets: IntArray
    topics: IntArray
    subfields: IntArray
    fields: IntArray

    @classmethod
    def grouped(
        cls,
        owners: npt.ArrayLike,
        topics: npt.ArrayLike,
        subfields: npt.ArrayLike,
        fields: npt.ArrayLike,
        *,
        count: int,
    ) -> Self:
        """Topics from rows in any order. Raises ``ValueError`` where an owner is not in ``0 … count - 1``."""
        whose = checked_owners(owners, count)
        order = np.argsort(whose, kind="stable")
        codes = (np.asarray(column, np.int64)[order] for column in (topics, subfields, fields))
        return cls(offsets_of(whose, count), *codes)

    @classmethod
    def none(cls, count: int) -> Self:
        nothing = np.zeros(0, np.int64)
        return cls(np.zeros(count + 1, np.int64), nothing, nothing, nothing)

    def __len__(self) -> int:
        return len(self.topics)

    def cut(self, some: slice) -> "Topics":
        begin, end = self.offsets[some.start], self.offsets[some.stop]
        rows, offsets = slice(begin, end), self.offsets[some.start : some.stop + 1] - begin
        return Topics(offsets, self.topics[rows], self.subfields[rows], self.fields[rows])

    def take(self, subjects: IntArray) -> "Topics":
        rows = rows_of(self.offsets, subjects)
        offsets = np.concatenate([[0], np.cumsum(np.diff(self.offsets)[subjects])])
        return Topics(offsets, self.topics[rows], self.subfields[rows], self.fields[rows])


def checked_owners(owners: npt.ArrayLike, count: int) -> IntArray:
    whose = np.asarray(owners, np.int64)
    if len(whose) and not (whose.min() >= 0 and whose.max() < count):
        raise ValueError(f"an owner is not among the {count} subjects")
    return whose


@dataclass(frozen=True, slots=True)
class Facts:
    """What the hard rules ask; arrays of one shape, ``(count,)`` unless reshaped to meet another's.

    ``side`` is a bit (KR, US; 0 unknown), ``wanted`` a mask of such bits; ``across``: only partners of another side will do;
    ``starts``, ``ends`` are days, NaT where unknown or unbounded; ``identity`` is the person's, or the project lead's,
    number, -1 where there is nobody.
    """

    side: SideArray
    wanted: SideArray
    across: BoolArray
    listed: BoolArray
    consents: BoolArray
    open: BoolArray
    starts: DateArray
    ends: DateArray
    identity: IntArray

    def __getitem__(self, index: Any) -> "Facts":
        """Facts of some subjects, or in another shape (``facts[:, None]``)."""
        return Facts(*(getattr(self, column.name)[index] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is matched: researchers, or projects."""

    topical: Passages
    offers: Passages
    needs: Passages
    topics: Topics
    facts: Facts

    def __len__(self) -> int:
        return len(self.facts.side)

    def cut(self, some: slice) -> "Subjects":
        """A run of them, from the first to before the last; nothing is copied."""
        sorts = (self.topical.cut(some), self.offers.cut(some), self.needs.cut(some))
        return Subjects(*sorts, self.topics.cut(some), self.facts[some])

    def take(self, subjects: IntArray) -> "Subjects":
        return Subjects(
            self.topical.take(subjects),
            self.offers.take(subjects),
            self.needs.take(subjects),
            self.topics.take(subjects),
            self.facts[subjects],
        )
