"""Two passages that meet, with the words that both use marked in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise

from exchange.people.values.spelling import without_particle
from matching.core.explanation import meeting_spans
from matching.models import Passage


@dataclass(frozen=True)
class Piece:
    """A run of a passage's text; ``meets`` where the other passage uses the same word."""

    text: str
    meets: bool


@dataclass(frozen=True)
class MarkedText:
    """One passage of an evidence pair, cut into pieces."""

    passage: Passage
    pieces: tuple[Piece, ...]

    @property
    def line(self) -> tuple[Piece, ...]:
        """As much of it as fits on a line or two, from shortly before the first word that meets."""
        return excerpt(self.pieces)


@dataclass(frozen=True)
class Meeting:
    """Two passages that made a part of the score. The words are compared where a page marks them, not before."""

    part: str | Promise
    similarity: float
    one: Passage
    other: Passage

    @cached_property
    def _sides(self) -> tuple[MarkedText, MarkedText]:
        one, other = self.one.document, self.other.document
        spans = meeting_spans(one, other, bare=without_particle)
        return MarkedText(self.one, pieces(one, spans[0])), MarkedText(self.other, pieces(other, spans[1]))

    @property
    def first(self) -> MarkedText:
        return self._sides[0]

    @property
    def second(self) -> MarkedText:
        return self._sides[1]


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut ``text`` at ordered, disjoint ``spans``."""
    found, position = [], 0
    for start, end in spans:
        found += [Piece(text[position:start], meets=False), Piece(text[start:end], meets=True)]
        position = end
    found.append(Piece(text[position:], meets=False))
    return tuple(piece for piece in found if piece.text)


LINE, BEFORE = 180, 60


def excerpt(pieces: Sequence[Piece], *, most: int = LINE, before: int = BEFORE) -> tuple[Piece, ...]:
    """At most ``most`` characters, cut between words and marked where something is left out. What meets first is in it.

    >>> words = Piece("one two three four ", meets=False), Piece("five", meets=True), Piece(" six seven", meets=False)
    >>> [piece.text for piece in excerpt(words, most=16, before=11)]
    ['… ', 'three four ', 'five', ' …']
    """
    texts = [piece.text for piece in pieces]
    met = next((len("".join(texts[:place])) for place, piece in enumerate(pieces) if piece.meets), 0)
    whole = "".join(texts)
    start = 0 if len(whole) <= most else min(_word_from(whole, min(met - before, len(whole) - most)), met)
    end = len(whole) if len(whole) - start <= most else whole.rfind(" ", start, start + most)
    return _within(pieces, start, end if end > met else start + most)


def _word_from(text: str, place: int) -> int:
    """Where the first word begins that is wholly behind ``place``."""
    return 0 if place <= 0 else text.find(" ", place - 1) + 1


def _within(pieces: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    found, place = [], 0
    for piece in pieces:
        text = piece.text[max(start - place, 0) : max(end - place, 0)]
        found += [Piece(text, piece.meets)] if text else []
        place += len(piece.text)
    return (*_left_out(start > 0, "… "), *found, *_left_out(end < place, " …"))


def _left_out(is_so: bool, sign: str) -> tuple[Piece, ...]:
    return (Piece(sign, meets=False),) if is_so else ()
