"""Korean text to features, without a loop over characters.

A text is folded (NFKC, lower case) and cut into runs of Hangul syllables and runs of Latin letters; everything else only
separates. A run of Hangul gives itself, its beginnings (a stem without its particles is one of them) and its inner
n-grams; two neighbours give the pair of their beginnings, so that 강화 학습 and 강화학습 share more than their words.
A run of Latin letters gives itself. Each feature is one 64-bit key.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

HANGUL, LATIN = 1, 2
WHOLE, BEGINNING, INNER, JOINT, WORD = range(1, 6)
BEGINNINGS = (1, 2, 3, 4)
INNERS = (2, 3)
JOINTS = (2,)

_BASE, _MASK = 0x9E3779B97F4A7C15 | 1, (1 << 64) - 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_KIND, _MIX_1, _MIX_2 = 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53


@dataclass(frozen=True, slots=True)
class Features:
    """``keys[i]`` is a feature of text ``texts[i]``; a feature that occurs twice is there twice."""

    texts: Places
    keys: Keys


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of one kind of letter, ``[start, end)`` within the code points of all texts together."""

    start: Places
    end: Places
    kind: npt.NDArray[np.int8]


def fold(text: str) -> str:
    """What letters are compared by: NFKC and lower case.

    >>> fold("ＣＮＮ 기반")
    'cnn 기반'
    """
    return unicodedata.normalize("NFKC", text).lower()


def features(texts: Sequence[str]) -> Features:
    """All features of all texts, grouped by sort of feature, not by text."""
    codes = _code_points(texts)
    text_of = np.cumsum(codes == 0)
    runs, substring = _runs(codes), _Substrings(codes)
    parts = _parts(codes, runs, substring)
    places = np.concatenate([place for place, _ in parts])
    return Features(texts=text_of[places].astype(np.int64), keys=np.concatenate([keys for _, keys in parts]))


def _code_points(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    """Each text is followed by one 0."""
    joined = "".join(fold(text).replace("\0", " ") + "\0" for text in texts)
    return np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)


def _letters(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int8]:
    hangul = (codes >= 0xAC00) & (codes <= 0xD7A3)
    latin = ((codes >= 0x61) & (codes <= 0x7A)) | ((codes >= 0xDF) & (codes <= 0x24F) & (codes != 0xF7))
    return np.where(hangul, HANGUL, np.where(latin, LATIN, 0)).astype(np.int8)


def _runs(codes: npt.NDArray[np.uint32]) -> _Runs:
    kinds = np.concatenate([[0], _letters(codes), [0]])
    edges = np.flatnonzero(kinds[1:] != kinds[:-1])
    starts, ends = edges[:-1], edges[1:]
    kind = kinds[1:][starts] if len(starts) else np.empty(0, np.int8)
    inside = kind > 0
    return _Runs(start=starts[inside], end=ends[inside], kind=kind[inside].astype(np.int8))


class _Substrings:
    """Keys of substrings by differences of one running sum, modulo 2⁶⁴."""

    def __init__(self, codes: npt.NDArray[np.uint32]) -> None:
        powers = _powers(_BASE, len(codes))
        self._back = _powers(_INVERSE, len(codes))
        self._sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes.astype(np.uint64) * powers[:-1], out=self._sums[1:])

    def __call__(self, start: Places, end: Places) -> Keys:
        raw: Keys = (self._sums[end] - self._sums[start]) * self._back[start]
        return raw


def _powers(base: int, count: int) -> Keys:
    """``base`` to the powers 0 … ``count``."""
    factors = np.full(count + 1, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors)


def _parts(codes: npt.NDArray[np.uint32], runs: _Runs, substring: _Substrings) -> list[tuple[Places, Keys]]:
    """Place and keys of each sort of feature."""
    is_hangul = runs.kind == HANGUL
    start, end = runs.start[is_hangul], runs.end[is_hangul]
    words = runs.start[~is_hangul], runs.end[~is_hangul]
    found = [(words[0], _key(WORD, substring(*words))), (start, _key(WHOLE, substring(start, end)))]
    for size in BEGINNINGS:
        first = start[end - start >= size]
        found.append((first, _key(BEGINNING, substring(first, first + size))))
    for size in INNERS:
        first = _inner(start, end, size)
        found.append((first, _key(INNER, substring(first, first + size))))
    return found + _joints(codes, start, end, substring)


def _inner(start: Places, end: Places, size: int) -> Places:
    """Every place within a run from which ``size`` letters are left."""
    counts = np.maximum(end - start - size + 1, 0)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    places: Places = np.repeat(start, counts) + within
    return places


def _joints(
    codes: npt.NDArray[np.uint32], start: Places, end: Places, substring: _Substrings
) -> list[tuple[Places, Keys]]:
    """Beginnings of two runs of one text with one character between them."""
    near = np.flatnonzero((start[1:] == end[:-1] + 1) & (codes[end[:-1]] != 0))
    found = []
    for size in JOINTS:
        both = near[(end[near] - start[near] >= size) & (end[near + 1] - start[near + 1] >= size)]
        left, right = (substring(start[i], start[i] + size) for i in (both, both + 1))
        found.append((start[both], _key(JOINT, _mixed(left) + right)))
    return found


def _key(kind: int, raw: Keys) -> Keys:
    return _mixed(raw + np.uint64(kind * _KIND & _MASK))


def _mixed(raw: Keys) -> Keys:
    """The finaliser of MurmurHash3: every bit of the key depends on every bit of ``raw``."""
    raw = (raw ^ (raw >> np.uint64(33))) * np.uint64(_MIX_1)
    raw = (raw ^ (raw >> np.uint64(33))) * np.uint64(_MIX_2)
    return raw ^ (raw >> np.uint64(33))
