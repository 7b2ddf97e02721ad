"""Why a pair was suggested: which passages meet, and which words of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from matching.core.subjects import Passages

Span = tuple[int, int]
Bare = Callable[[str], str]
"""Takes the particle off a Korean word, as the search does (its list of particles is the only one)."""

_WORD = re.compile(r"[^\W_]+")
# Words that any two English texts share, among them those that any two research texts share.
_COMMON = (
    "a about above across after against all also although among an and another any approach are as at available based be "
    "because been before being below between both but by can could data design develop different do does during each "
    "e etc even existing few first for from further g given had has have having here high how however i if important in "
    "include including into is it its key large like many may method methods model models more most much need needs "
    "new no nor not novel number of on one only or other our out over paper part per present problem project propose "
    "proposed provide research result results s same second seek several should show since so some study such system "
    "systems t than that the their them then there these they this those three through thus to too two under "
    "understanding up upon use used using various very via was we well were what when where whether which while who "
    "whose will with within without work would you your"
)
_KOREAN_COMMON = "그 및 등 수 것 이 위해 위한 통해 대한 관한 있는 하는 연구 우리 또는 그리고 본 더 각 여러 새로운"
_SILENT = frozenset(f"{_COMMON} {_KOREAN_COMMON}".split())
# Endings before which the same noun or the same English word stands.
_DERIVED = re.compile(r"(?<=..)(?:하는|하여|한다|적인)$")
_PLURAL = re.compile(r"(?<=..)들$")
_ENDINGS = re.compile(r"(?<=...)(?:ations?|ing|ings|ies|ied|es|ed|e|s|y)$")


@dataclass(frozen=True, slots=True)
class MeetingTexts:
    """Two passages that meet, by their ids."""

    own: int
    other: int
    similarity: float


def best_texts(own: Passages, others: Passages, person: int, other: int, *, top: int = 3) -> tuple[MeetingTexts, ...]:
    """The ``top`` best-meeting pairs of texts alone, for subjects that have nothing else."""
    return tuple(_best(own, others, person, other, top))


def _best(own: Passages, others: Passages, person: int, other: int, top: int) -> Iterator[MeetingTexts]:
    mine = slice(*own.offsets[person : person + 2])
    theirs = slice(*others.offsets[other : other + 2])
    if mine.start == mine.stop or theirs.start == theirs.stop:
        return
    similarities = own.vectors[mine] @ others.vectors[theirs].T
    for _ in range(min(top, *similarities.shape)):
        row, column = np.unravel_index(int(similarities.argmax()), similarities.shape)
        similarity = float(similarities[row, column])
        if similarity <= 0:
            return
        yield MeetingTexts(int(own.ids[mine][row]), int(others.ids[theirs][column]), min(similarity, 1.0))
        similarities[row, :] = similarities[:, column] = -1


def meeting_spans(own: str, other: str, *, bare: Bare) -> tuple[list[Span], list[Span]]:
    """Where the two texts use the same words: character spans in each, in order and apart from each other.

    Words are compared without case, English endings and, through ``bare``, Korean particles; words that say nothing are not
    marked. Marked words that follow each other make one span.

    >>> meeting_spans("Sparse neural networks.", "We train a neural network", bare=str)
    ([(7, 22)], [(11, 25)])
    """
    mine, theirs = _terms(own, bare), _terms(other, bare)
    shared = {stem for stem, _ in mine} & {stem for stem, _ in theirs}
    return _joined(own, mine, shared), _joined(other, theirs, shared)


def _terms(text: str, bare: Bare) -> list[tuple[str, Span]]:
    """Stem and place of every word that says something."""
    words = ((word.group().casefold(), word.span()) for word in _WORD.finditer(text))
    stems = ((_stem(word, bare), span) for word, span in words if _says_something(word))
    return [(stem, span) for stem, span in stems if _says_something(stem)]


def _says_something(word: str) -> bool:
    return not (word.isdigit() or (len(word) == 1 and word.isascii()) or word in _SILENT)


def _stem(word: str, bare: Bare) -> str:
    """
    >>> [_stem(word, lambda word: word.removesuffix("을")) for word in ("networks", "optimizing", "로봇들을", "협업하는")]
    ['network', 'optimiz', '로봇', '협업']
    """
    return _ENDINGS.sub("", word) if word.isascii() else _PLURAL.sub("", bare(_DERIVED.sub("", word)))


def _joined(text: str, terms: list[tuple[str, Span]], shared: set[str]) -> list[Span]:
    spans: list[Span] = []
    for start, end in (span for stem, span in terms if stem in shared):
        if spans and text[spans[-1][1] : start] in (" ", "-"):
            start = spans.pop()[0]
        spans.append((start, end))
    return spans
