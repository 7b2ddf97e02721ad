"""Cross-validation of the Korean reader on what it is for: a paragraph finds its own translation among many.

No text is on both sides. Sources are held out whole, so that the questions are in a style and about subjects the training
never saw (a manual that is half the parallel text stays in the training); the sentences of our own vocabulary in stretches,
since neighbours are about the same thing. Whatever has the English or the Korean text of something held out leaves the
training too, so that a synonym cannot give the answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.core.evaluation import RankReport, report_ranks
from matching.core.korean import FloatArray
from matching.core.korean_units import OWN_VOCABULARY, Kind, Pair, Unit, large_sources

Indices = npt.NDArray[np.int64]
Reader = Callable[[Sequence[str]], FloatArray]
Train = Callable[[Sequence[Unit], FloatArray], Reader]

POOL = 1_311
SHORTEST_QUERY = 3
WHOLE, OWN = "sources the training never saw", "own research sentences"


@dataclass(frozen=True, slots=True)
class Fold:
    """Places of units: what is trained on, what asks, and among what it is to be found, the askers first."""

    training: Indices
    queries: Indices
    pool: Indices


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """``groups`` are two sorts of held-out paragraphs; ``mean`` weighs them alike, so that the larger does not decide.

    ``None`` where nothing could be asked.
    """

    folds: int
    pool: int
    mean: float | None
    groups: dict[str, RankReport]
    sources: dict[str, RankReport]


def cross_validate(
    pairs: Sequence[Pair],
    units: Sequence[Unit],
    targets: FloatArray,
    train: Train,
    *,
    folds: int = 5,
    pool: int = POOL,
    on_fold: Callable[[], None] = lambda: None,
) -> CrossValidation:
    """``targets`` are the English model's vectors of the ``units``, which are those of ``pairs``."""
    ranks: list[tuple[int, int]] = []
    for number in range(folds):
        fold = split(pairs, units, number, folds=folds, pool=pool)
        if len(fold.queries) and len(fold.training):
            read = train([units[i] for i in fold.training.tolist()], targets[fold.training])
            vectors = read([units[i].ko for i in fold.queries.tolist()])
            found = own_ranks(vectors, targets[fold.pool], np.arange(len(fold.queries)))
            ranks += zip(fold.queries.tolist(), found.tolist(), strict=True)
        on_fold()
    sources = [(units[i].source, rank) for i, rank in ranks]
    groups = _reports([(OWN if source == OWN_VOCABULARY else WHOLE, rank) for source, rank in sources])
    mean = float(np.mean([report.mrr for report in groups.values()])) if groups else None
    return CrossValidation(folds, pool, mean, groups, _reports(sources))


def _reports(named: Sequence[tuple[str, int]]) -> dict[str, RankReport]:
    return {name: report_ranks([rank for of, rank in named if of == name]) for name in sorted({of for of, _ in named})}


def split(pairs: Sequence[Pair], units: Sequence[Unit], number: int, *, folds: int, pool: int = POOL) -> Fold:
    """Fold ``number`` of ``folds``."""
    held = fold_of(pairs, folds) == number
    english, korean = ({getattr(pairs[i], name) for i in np.flatnonzero(held).tolist()} for name in ("en", "ko"))
    kept = np.array(
        [not out and p.en not in english and p.ko not in korean for p, out in zip(pairs, held, strict=True)]
    )
    training = [i for i, unit in enumerate(units) if kept[list(unit.pairs)].all()]
    paragraphs = [i for i, unit in enumerate(units) if unit.kind == Kind.PARAGRAPH and unit.cut == 0]
    queries = [i for i in paragraphs if held[list(units[i].pairs)].all() and len(units[i].pairs) >= SHORTEST_QUERY]
    others = [i for i, unit in enumerate(units) if unit.kind != Kind.TERM and not held[list(unit.pairs)].any()]
    more = np.random.default_rng(number).permutation(np.array(others, np.int64))[: max(0, pool - len(queries))]
    return Fold(
        np.array(training, np.int64), np.array(queries, np.int64), np.array([*queries, *more.tolist()], np.int64)
    )


def fold_of(pairs: Sequence[Pair], folds: int) -> Indices:
    """The fold that holds a pair out; -1 for a large source and for the terms of our own vocabulary, which ask nothing."""
    names = np.array([pair.source for pair in pairs])
    small = sorted(set(names.tolist()) - large_sources(pairs) - {OWN_VOCABULARY})
    found = np.full(len(pairs), -1, np.int64)
    for place, name in enumerate(small):
        found[names == name] = place % folds
    is_sentence = np.array([pair.kind == Kind.SENTENCE for pair in pairs])
    own = np.flatnonzero((names == OWN_VOCABULARY) & is_sentence)
    found[own] = np.arange(len(own)) * folds // max(1, len(own))
    return found


def own_ranks(queries: FloatArray, documents: FloatArray, own: Indices) -> Indices:
    """Rank of each query's own document: 1 plus the documents that are closer, or as close and earlier."""
    similarities = queries @ documents.T
    mine = similarities[np.arange(len(queries)), own][:, None]
    earlier = np.arange(len(documents))[None] < own[:, None]
    ranks: Indices = 1 + ((similarities > mine) | ((similarities == mine) & earlier)).sum(axis=1)
    return ranks
