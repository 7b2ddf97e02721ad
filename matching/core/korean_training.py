"""How the Korean reader is trained: pairs of texts in, a table out.

The target of a Korean text is the English model's vector of its translation. Two losses are added: the cosine, and the
contrast with the other texts of the batch (cross-entropy over similarities, in both directions). Adam touches only the
rows a batch uses. Everything is seeded and runs in the order given, so that one machine makes the same bits twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from matching.core.evaluation import RankReport, report_ranks
from matching.core.hangul import Keys, features
from matching.core.korean import FloatArray, feature_shares, unit

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages, and where it is from."""

    en: str
    ko: str
    source: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training does.

    The temperature was chosen on the developers' set of 30, with half the parallel text: mean reciprocal rank 0.82 for
    0.07, 0.88 for 0.1, 0.90 for 0.15 and 0.2; the other numbers are first guesses. None was cross-validated.
    """

    rows: int = 16_000
    fewest_texts: int = 2
    epochs: int = 6
    batch: int = 256
    rate: float = 1e-2
    warm_up: int = 50
    temperature: float = 0.15
    cosine_weight: float = 1.0
    dropout: float = 0.1
    first_scale: float = 0.05
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Trained:
    """The table before it is rounded."""

    keys: Keys
    rows: FloatArray
    bias: FloatArray

    def read(self, texts: Sequence[str]) -> FloatArray:
        return unit(feature_shares(features(texts), self.keys, len(texts)) @ self.rows + self.bias)


def train(
    texts: Sequence[str], targets: FloatArray, recipe: Recipe, *, on_step: Callable[[int, int], None] | None = None
) -> Trained:
    """A reader of Korean ``texts`` whose vectors come close to ``targets``, shape ``(len(texts), dimensions)``."""
    if len(texts) != len(targets) or not len(texts):
        raise ValueError("Every text needs one target, and there must be a text.")
    found = features(texts)
    keys = frequent(found.texts, found.keys, recipe)
    shares = feature_shares(found, keys, len(texts))
    # More threads would add the same products in another order.
    with threadpool_limits(limits=1):
        rows, bias = _fit(shares, targets, recipe, on_step or (lambda done, total: None))
    return Trained(keys, rows, bias)


def frequent(texts: Indices, keys: Keys, recipe: Recipe) -> Keys:
    """The ``recipe.rows`` keys that are in most texts, ascending; of equally frequent ones those with the lower key."""
    order = np.lexsort((texts, keys))
    keys, texts = keys[order], texts[order]
    again = (keys[1:] == keys[:-1]) & (texts[1:] == texts[:-1])
    found, counts = np.unique(keys[np.flatnonzero(np.append(True, ~again))], return_counts=True)
    enough = counts >= recipe.fewest_texts
    found, counts = found[enough], counts[enough]
    chosen: Keys = np.sort(found[np.argsort(-counts, kind="stable")[: recipe.rows]])
    return chosen


def _fit(
    shares: sp.csr_matrix, targets: FloatArray, recipe: Recipe, on_step: Callable[[int, int], None]
) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(recipe.seed)
    rows = rng.standard_normal((shares.shape[1], targets.shape[1]), dtype=np.float32) * np.float32(recipe.first_scale)
    bias = targets.mean(axis=0, dtype=np.float64).astype(np.float32)
    for_rows, for_bias = _Adam(rows), _Adam(bias[None])
    total = recipe.epochs * -(-shares.shape[0] // recipe.batch)
    for step, batch in enumerate(_batches(shares.shape[0], recipe, rng), start=1):
        rate = recipe.rate * min(1.0, step / recipe.warm_up) * (1 - step / (total + 1))
        used, narrow = _dropped(shares[batch], recipe.dropout, rng)
        gradient = _gradient(narrow @ rows[used] + bias, targets[batch], recipe)
        for_rows.step(used, narrow.T @ gradient, rate, step)
        for_bias.step(np.zeros(1, np.int64), gradient.sum(axis=0, keepdims=True), rate, step)
        on_step(step, total)
    return rows, bias


def _batches(count: int, recipe: Recipe, rng: np.random.Generator) -> Iterator[Indices]:
    for _ in range(recipe.epochs):
        order = rng.permutation(count)
        yield from (order[start : start + recipe.batch] for start in range(0, count, recipe.batch))


def _dropped(batch: sp.csr_matrix, dropout: float, rng: np.random.Generator) -> tuple[Indices, sp.csr_matrix]:
    """The columns that ``batch`` uses, and the batch with these columns alone; some features are left out at random."""
    kept = (rng.random(len(batch.data)) >= dropout).astype(np.float32) / np.float32(1 - dropout)
    used, columns = np.unique(batch.indices, return_inverse=True)
    narrow = sp.csr_matrix((batch.data * kept, columns, batch.indptr), shape=(batch.shape[0], len(used)))
    return used.astype(np.int64), narrow


def _gradient(raw: FloatArray, targets: FloatArray, recipe: Recipe) -> FloatArray:
    """Gradient of the mean loss of a batch by the vectors before they are brought to unit length."""
    lengths = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), np.float32(1e-6))
    read = raw / lengths
    scaled = read @ targets.T / np.float32(recipe.temperature)
    wrong = (_softmax(scaled, axis=1) + _softmax(scaled, axis=0)) / 2
    np.fill_diagonal(wrong, wrong.diagonal() - 1)
    by_read = wrong @ targets / np.float32(recipe.temperature) - np.float32(recipe.cosine_weight) * targets
    along = (by_read * read).sum(axis=1, keepdims=True)
    gradient: FloatArray = (by_read - along * read) / lengths / np.float32(len(raw))
    return gradient


def _softmax(values: FloatArray, *, axis: int) -> FloatArray:
    grown = np.exp(values - values.max(axis=axis, keepdims=True))
    shares: FloatArray = grown / grown.sum(axis=axis, keepdims=True)
    return shares


class _Adam:
    """Kingma and Ba's steps, taken in place by only those rows that have a gradient."""

    def __init__(self, values: FloatArray, *, first: float = 0.9, second: float = 0.999) -> None:
        self._values, self._first, self._second = values, first, second
        self._mean, self._square = np.zeros_like(values), np.zeros_like(values)

    def step(self, rows: Indices, gradient: FloatArray, rate: float, number: int) -> None:
        mean = self._mean[rows] * self._first + gradient * (1 - self._first)
        square = self._square[rows] * self._second + gradient * gradient * (1 - self._second)
        self._mean[rows], self._square[rows] = mean, square
        scale = np.sqrt(square / (1 - self._second**number)) + np.float32(1e-8)
        self._values[rows] -= rate * (mean / (1 - self._first**number)) / scale


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """Retrieval of held-out texts' translations among all English texts of the fold, by source and of all."""

    folds: int
    all: RankReport
    by_source: dict[str, RankReport] = field(default_factory=dict)


def cross_validate(pairs: Sequence[Pair], targets: FloatArray, recipe: Recipe, *, folds: int = 5) -> CrossValidation:
    """Each source is cut into ``folds`` stretches; each fold trains without the sources' stretches of its number.

    Neighbouring pairs of one source are about the same thing: whole stretches keep them from being on both sides. An
    English text of the held-out stretches that is also on the other side (a term with two translations) is left out.
    """
    fold_of = stretches([pair.source for pair in pairs], folds)
    ranks = np.zeros(len(pairs), np.int64)
    for number in range(folds):
        kept = np.flatnonzero(fold_of != number).tolist()
        known = {pairs[i].en for i in kept}
        held = [i for i in np.flatnonzero(fold_of == number).tolist() if pairs[i].en not in known]
        if not held or not kept:
            continue
        reader = train([pairs[i].ko for i in kept], targets[kept], recipe)
        english, own = np.unique([pairs[i].en for i in held], return_inverse=True)
        place = {pairs[i].en: i for i in held}
        documents = targets[[place[text] for text in english.tolist()]]
        ranks[held] = own_ranks(reader.read([pairs[i].ko for i in held]), documents, own)
    judged = ranks > 0
    sources = np.array([pair.source for pair in pairs])
    return CrossValidation(
        folds=folds,
        all=report_ranks(ranks[judged]),
        by_source={str(name): report_ranks(ranks[judged & (sources == name)]) for name in np.unique(sources[judged])},
    )


def own_ranks(queries: FloatArray, documents: FloatArray, own: Indices) -> Indices:
    """Rank of each query's own document: 1 plus the documents that are closer, or as close and earlier."""
    similarities = queries @ documents.T
    mine = similarities[np.arange(len(queries)), own][:, None]
    earlier = np.arange(len(documents))[None] < own[:, None]
    ranks: Indices = 1 + ((similarities > mine) | ((similarities == mine) & earlier)).sum(axis=1)
    return ranks


def stretches(sources: Sequence[str], folds: int) -> Indices:
    """Fold of each pair: every source's pairs, in their order, in ``folds`` stretches of like length.

    >>> stretches(["a", "b", "a", "a", "b", "a"], 2).tolist()
    [0, 0, 0, 1, 1, 1]
    """
    names = np.array(sources)
    fold_of = np.zeros(len(names), np.int64)
    for name in np.unique(names):
        places = np.flatnonzero(names == name)
        fold_of[places] = np.arange(len(places)) * folds // len(places)
    return fold_of
