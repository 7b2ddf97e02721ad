"""Two passages that meet, with the words that both use marked in each."""

from collections.abc import Iterable
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
