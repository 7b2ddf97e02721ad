"""Korean texts to vectors of the English model's space.

The reader is static: each feature of a text (:mod:`matching.core.hangul`) has a row in one table, and a text's vector is
the mean of its features' rows plus a bias, at unit length. How much a feature counts is learnt as the length of its row.
The table is trained by ``manage.py train_korean`` (:mod:`matching.core.korean_training`); a card beside it says from
what, with which figures, and holds the checksum that the file must have.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matching.core.encoder import WeightsError
from matching.core.hangul import Features, Keys, features

FloatArray = npt.NDArray[np.float32]

DEFAULT_MODEL = Path(__file__).parent / "weights" / "korean.npz"
TEXTS_AT_ONCE = 256
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Table:
    """A row for each known feature: ``keys`` ascend, ``rows`` are multiples of ``scales``, ``bias`` belongs to every text."""

    keys: Keys
    rows: npt.NDArray[np.int8]
    scales: FloatArray
    bias: FloatArray


class KoreanEncoder:
    """The reader in the file ``model``, loaded on first use and safe to share among threads.

    Raises :class:`WeightsError` where the file or its card is missing, or is not the one the card describes.
    """

    def __init__(self, model: Path = DEFAULT_MODEL) -> None:
        self._path = model
        self._loading = Lock()
        self._loaded: Table | None = None

    @cached_property
    def tag(self) -> str:
        """From the card alone, so that a run in which nothing changed never loads the table."""
        return f"korean@{str(read_card(self._path)['sha256'])[:12]}"

    @property
    def dimensions(self) -> int:
        return len(self._table.bias)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit rows, shape ``(len(texts), dimensions)``, float32; a text without any known feature is at the bias."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            part = slice(start, start + TEXTS_AT_ONCE)
            vectors[part] = read(texts[part], self._table)
        return vectors

    @property
    def _table(self) -> Table:
        with self._loading:
            if self._loaded is None:
                self._loaded = load_table(self._path)
            return self._loaded


def read(texts: Sequence[str], table: Table) -> FloatArray:
    """Vectors of ``texts``: the rows of only those features that occur are ever turned into floats."""
    shares = feature_shares(features(texts), table.keys, len(texts))
    used, columns = np.unique(shares.indices, return_inverse=True)
    rows = table.rows[used] * table.scales[used, None]
    narrow = sp.csr_matrix((shares.data, columns, shares.indptr), shape=(len(texts), len(used)))
    return unit(narrow @ rows + table.bias)


def feature_shares(found: Features, keys: Keys, texts: int) -> sp.csr_matrix:
    """Share of each known feature among a text's known features, shape ``(texts, len(keys))``."""
    places = np.minimum(np.searchsorted(keys, found.keys), max(len(keys) - 1, 0))
    known = keys[places] == found.keys if len(keys) else np.zeros(len(places), bool)
    rows, columns = found.texts[known], places[known]
    ones = np.ones(len(rows), np.float32)
    counts = sp.csr_matrix((ones, (rows, columns)), shape=(texts, len(keys)), dtype=np.float32)
    totals = np.bincount(rows, minlength=texts).astype(np.float32)
    counts.data /= np.repeat(totals, np.diff(counts.indptr))
    return counts


def unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return cast("FloatArray", (vectors / np.maximum(lengths, np.float32(1e-12))).astype(np.float32))


def quantise(keys: Keys, rows: FloatArray, bias: FloatArray) -> Table:
    """One signed byte per number and one scale per row; ``keys`` must ascend."""
    scales = np.maximum(np.abs(rows).max(axis=1), np.float32(1e-12)) / np.float32(_STEPS)
    return Table(keys, np.rint(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32), bias)


def save_table(path: Path, table: Table) -> str:
    """Write the table; the SHA-256 of the file is returned, for the card. Equal tables make equal files."""
    with path.open("wb") as file:
        np.savez(file, keys=table.keys, rows=table.rows, scales=table.scales, bias=table.bias)
    return _sha256(path)


def load_table(path: Path) -> Table:
    """The table in ``path``, after its checksum was found to be the card's. Raises :class:`WeightsError` otherwise."""
    expected = read_card(path)["sha256"]
    if not path.is_file():
        raise WeightsError(f"{path} is missing: install Gyoryu again, or train it with “manage.py train_korean”.")
    if (found := _sha256(path)) != expected:
        raise WeightsError(f"{path} is not the file its card describes (sha256 {found}, not {expected}).")
    with np.load(path, allow_pickle=False) as arrays:
        return Table(arrays["keys"], arrays["rows"], arrays["scales"], arrays["bias"])


def card_path(model: Path) -> Path:
    return model.with_suffix(".json")


def read_card(model: Path) -> dict[str, Any]:
    """Raises :class:`WeightsError` where the card is missing or does not hold a checksum."""
    path = card_path(model)
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"The card {path} cannot be read: {error}") from error
    if not isinstance(card, dict) or not isinstance(card.get("sha256"), str):
        raise WeightsError(f"The card {path} holds no checksum.")
    return card


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
