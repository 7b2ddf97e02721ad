"""What the Korean reader is trained on: terms, sentences, and paragraphs made of neighbouring sentences.

People write statements of several sentences; parallel text comes in single ones. So neighbouring sentences of one source
are joined, in both languages; not those of a manual that outweighs the rest as it is. The project's own sentences are few,
so they are joined in more than one way.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

OWN_VOCABULARY = "Gyoryu's own vocabulary"
SENTENCE_WORDS = 5
FEWEST, MOST, MOST_OF_OWN = 3, 6, 4
LONGEST = 1000
CUTS_OF_OWN = 3
LARGE = 0.1


class Kind(IntEnum):
    TERM = 0
    SENTENCE = 1
    PARAGRAPH = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages, and where it is from."""

    en: str
    ko: str
    source: str

    @property
    def kind(self) -> Kind:
        return Kind.SENTENCE if len(self.en.split()) >= SENTENCE_WORDS else Kind.TERM


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of the training. ``pairs`` are the places of the pairs it is made of; ``cut`` numbers the ways of joining."""

    en: str
    ko: str
    source: str
    kind: Kind
    pairs: tuple[int, ...]
    cut: int = 0


def units_of(pairs: Sequence[Pair]) -> list[Unit]:
    """Every pair by itself, in their order, then the paragraphs."""
    alone = [Unit(pair.en, pair.ko, pair.source, pair.kind, (i,)) for i, pair in enumerate(pairs)]
    return alone + [unit for number in range(CUTS_OF_OWN) for unit in _paragraphs(pairs, number)]


def _paragraphs(pairs: Sequence[Pair], number: int) -> Iterator[Unit]:
    large = large_sources(pairs)
    for places in cut(pairs, number):
        source = pairs[places[0]].source
        if source == OWN_VOCABULARY or (number == 0 and source not in large):
            en, ko = (" ".join(getattr(pairs[i], name) for i in places) for name in ("en", "ko"))
            yield Unit(en, ko, source, Kind.PARAGRAPH, places, number)


def large_sources(pairs: Sequence[Pair]) -> set[str]:
    """Manuals of so many sentences that, joined as well, they would outweigh everything else."""
    counts = Counter(pair.source for pair in pairs if pair.source != OWN_VOCABULARY)
    return {source for source, count in counts.items() if count > LARGE * len(pairs)}


def cut(pairs: Sequence[Pair], seed: int) -> list[tuple[int, ...]]:
    """Places of neighbouring sentences, two to six together and at most about ``LONGEST`` letters, by seeded sizes."""
    runs = _Runs(random.Random(seed))  # noqa: S311
    source, used = "", set[str]()
    for i, pair in enumerate(pairs):
        if pair.source != source:
            runs.close()
            source = pair.source
        own = source == OWN_VOCABULARY
        if pair.kind == Kind.TERM or (own and pair.en in used):  # a sentence of ours may have two translations
            continue
        used.add(pair.en)
        runs.add(i, len(pair.en), most=MOST_OF_OWN if own else MOST)
    runs.close()
    return [tuple(run) for run in runs.closed if len(run) > 1]


class _Runs:
    """Runs of places under way; each has a size of its own, drawn when it begins."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self.closed: list[list[int]] = []
        self._begin()

    def _begin(self) -> None:
        self._run: list[int] = []
        self._size, self._length = self._draw.randint(FEWEST, MOST), 0

    def close(self) -> None:
        self.closed.append(self._run)
        self._begin()

    def add(self, place: int, length: int, *, most: int) -> None:
        if self._run and self._length + length > LONGEST:
            self.close()
        self._run.append(place)
        self._length += length
        if len(self._run) >= min(self._size, most):
            self.close()
