"""How the Korean reader is trained: pairs of texts in, a table out.

The target of a Korean text is the English model's vector of its translation. Two losses are added: the cosine, and the
contrast with the other texts of the batch (cross-entropy over similarities, in both directions; synonyms are left out of
it). AdaGrad touches only the rows a batch uses. Everything is seeded and runs in the order given, so that one machine
makes the same bits twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from matching.core.hangul import Keys, features
from matching.core.korean import FloatArray, feature_shares, unit
from matching.core.korean_units import Kind, Unit

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training does.

    Chosen on a held-out fifth of our own research sentences, joined to 135 paragraphs, each among 1,311 texts (a mean
    reciprocal rank that overlapping paragraphs in the pool keep low; its error is about 0.025): 0.780 without
    paragraphs in the training, 0.796 with them, 0.796 with rate 0.1, 0.800 with temperature 0.15 in place of 0.1, 0.820
    with 30,000 rows in place of 16,000, 0.807 with 12 epochs in place of 6. The last three were taken together. The
    temperature, and less clearly batch, dropout and first scale, had before been looked at on the developers' set of 30
    with an earlier training (Adam): 0.82 for 0.07, 0.88 for 0.1, 0.90 for 0.15 and 0.2. The rest are first guesses.
    """

    rows: int = 30_000
    fewest_texts: int = 2
    epochs: int = 12
    batch: int = 512
    rate: float = 0.05
    warm_up: int = 50
    temperature: float = 0.15
    cosine_weight: float = 1.0
    dropout: float = 0.1
    first_scale: float = 0.05
    term_weight: float = 1.0
    paragraph_weight: float = 1.0
    readers: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Trained:
    """The table before it is rounded."""

    keys: Keys
    rows: FloatArray
    bias: FloatArray

    def read(self, texts: Sequence[str]) -> FloatArray:
        return unit(feature_shares(features(texts), self.keys, len(texts)) @ self.rows + self.bias)


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What is learnt: features' shares and target of each text, its weight, and a number that equal English texts share."""

    shares: sp.csr_matrix
    targets: FloatArray
    weights: FloatArray
    english: Indices

    def __len__(self) -> int:
        return len(self.targets)


def train(
    units: Sequence[Unit], targets: FloatArray, recipe: Recipe, *, on_step: Callable[[int, int], None] | None = None
) -> Trained:
    """A reader whose vectors of the Korean texts come close to ``targets``, shape ``(len(units), dimensions)``."""
    if len(units) != len(targets) or not len(units):
        raise ValueError("Every text needs one target, and there must be a text.")
    found = features([unit.ko for unit in units])
    alone = np.array([unit.kind != Kind.PARAGRAPH for unit in units])[found.texts]
    keys = frequent(found.texts[alone], found.keys[alone], recipe)
    lesson = _Lesson(
        feature_shares(found, keys, len(units)),
        targets,
        np.array([_weight(unit, recipe) for unit in units], np.float32),
        np.unique([unit.en for unit in units], return_inverse=True)[1].astype(np.int64),
    )
    # More threads would add the same products in another order.
    with threadpool_limits(limits=1):
        readers = [_fit(lesson, replace(recipe, seed=recipe.seed + i), on_step) for i in range(recipe.readers)]
    rows, bias = (np.stack(parts).mean(axis=0, dtype=np.float32) for parts in zip(*readers, strict=True))
    return Trained(keys, rows, bias)


def _weight(unit: Unit, recipe: Recipe) -> float:
    weights = {Kind.TERM: recipe.term_weight, Kind.PARAGRAPH: recipe.paragraph_weight}
    return weights.get(unit.kind, 1.0)


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


def _fit(lesson: _Lesson, recipe: Recipe, on_step: Callable[[int, int], None] | None) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(recipe.seed)
    shape = lesson.shares.shape[1], lesson.targets.shape[1]
    rows = rng.standard_normal(shape, dtype=np.float32) * np.float32(recipe.first_scale)
    bias = lesson.targets.mean(axis=0, dtype=np.float64).astype(np.float32)
    for_rows, for_bias = _RowAdagrad(rows), _RowAdagrad(bias[None])
    total = recipe.epochs * -(-len(lesson) // recipe.batch)
    for step, batch in enumerate(_batches(len(lesson), recipe, rng), start=1):
        rate = recipe.rate * min(1.0, step / recipe.warm_up) * (1 - step / (total + 1))
        used, narrow = _dropped(lesson.shares[batch], recipe.dropout, rng)
        gradient = _gradient(narrow @ rows[used] + bias, lesson, batch, recipe)
        for_rows.step(used, narrow.T @ gradient, rate)
        for_bias.step(np.zeros(1, np.int64), gradient.sum(axis=0, keepdims=True), rate)
        if on_step:
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


def _gradient(raw: FloatArray, lesson: _Lesson, batch: Indices, recipe: Recipe) -> FloatArray:
    """Gradient of the weighted mean loss of a batch by the vectors before they are brought to unit length."""
    targets, weights, temperature = lesson.targets[batch], lesson.weights[batch], np.float32(recipe.temperature)
    lengths = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), np.float32(1e-6))
    read = raw / lengths
    scaled = read @ targets.T / temperature
    scaled[_synonyms(lesson.english[batch])] = -np.inf
    wrong = (_softmax(scaled, axis=1) * weights[:, None] + _softmax(scaled, axis=0) * weights) / 2
    np.fill_diagonal(wrong, wrong.diagonal() - weights)
    by_read = wrong @ targets / temperature - np.float32(recipe.cosine_weight) * weights[:, None] * targets
    along = (by_read * read).sum(axis=1, keepdims=True)
    gradient: FloatArray = (by_read - along * read) / lengths / weights.sum()
    return gradient


def _synonyms(english: Indices) -> npt.NDArray[np.bool_]:
    """Another Korean text for the same English one must not count as a wrong answer."""
    same: npt.NDArray[np.bool_] = english[:, None] == english
    np.fill_diagonal(same, val=False)
    return same


def _softmax(values: FloatArray, *, axis: int) -> FloatArray:
    grown = np.exp(values - values.max(axis=axis, keepdims=True))
    shares: FloatArray = grown / grown.sum(axis=axis, keepdims=True)
    return shares


class _RowAdagrad:
    """AdaGrad with one number per row: its gradients' mean squares added up; a row without a gradient stays as it is.

    A step costs a seventh of Adam's, which keeps two moments of every number.
    """

    def __init__(self, values: FloatArray) -> None:
        self._values, self._squares = values, np.zeros(len(values), np.float32)

    def step(self, rows: Indices, gradient: FloatArray, rate: float) -> None:
        squares = self._squares[rows] + np.einsum("ij,ij->i", gradient, gradient) / np.float32(gradient.shape[1])
        self._squares[rows] = squares
        self._values[rows] -= (np.float32(rate) / (np.sqrt(squares) + np.float32(1e-8)))[:, None] * gradient
