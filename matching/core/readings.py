"""One text in two languages is one text: saying the same twice must not count twice.

What a person wrote in Korean and what they wrote in English of the same kind is paired one to one, the closest
together, and each pair counts as one passage with the mean of the two vectors. The mean is not stretched to length 1: its similarity to
anything is then exactly the mean of the two readings' similarities, so a second language neither helps nor harms. What
has no counterpart counts by itself. Texts in one language are left as they are.
"""

from collections.abc import Iterator

import numpy as np

from matching.core.subjects import BoolArray, FloatArray, IntArray

APART = -1
"""Group of a text that is never taken for another's translation."""


def read_once(vectors: FloatArray, groups: IntArray, korean: BoolArray) -> tuple[FloatArray, BoolArray]:
    """Vectors of what counts, and which rows, ``(n,)``, they stand in.

    ``groups`` ``(n,)``: texts of one owner and kind have one number, or ``APART``.

    >>> vectors = np.array([[1, 0], [0, 1], [0, 1]], np.float32)
    >>> merged, kept = read_once(vectors, np.array([0, 0, 1]), np.array([False, True, True]))
    >>> merged.tolist(), kept.tolist()
    ([[0.5, 0.5], [0.0, 1.0]], [True, False, True])
    """
    from scipy.optimize import linear_sum_assignment  # a fifth of what a process that starts imports

    merged, kept = vectors, np.ones(len(vectors), bool)
    for english, hangul in _in_both(groups, korean):
        first, second = linear_sum_assignment(vectors[english] @ vectors[hangul].T, maximize=True)
        if merged is vectors:
            merged = vectors.copy()
        merged[english[first]] = (vectors[english[first]] + vectors[hangul[second]]) / 2
        kept[hangul[second]] = False
    return (merged, kept) if merged is vectors else (merged[kept], kept)


def _in_both(groups: IntArray, korean: BoolArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Of each group with texts in both languages the rows of the one and of the other."""
    both = np.setdiff1d(np.intersect1d(groups[korean], groups[~korean]), [APART])
    rows = np.flatnonzero(np.isin(groups, both))
    rows = rows[np.argsort(groups[rows], kind="stable")]
    for group in np.split(rows, np.flatnonzero(np.diff(groups[rows])) + 1) if len(rows) else ():
        yield group[~korean[group]], group[korean[group]]
