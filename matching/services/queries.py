"""Texts that are typed to search by meaning: embedded by the worker, kept for an hour, stored nowhere.

The web process never loads the model. What is kept is the text's digest and its vector, so that asking again is quick.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.core.cache import cache

from exchange.jobs.clients import publish
from matching.core.encoder import Encoder

EMBED_TASK = "matching.tasks.embed_query"
KEPT = 3600
# A worker that is busy with a run comes to it later; asked again only after this many seconds.
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class QueryVector:
    """``vector`` float32 ``(d,)``, comparable with the passages' vectors under ``model_tag``."""

    model_tag: str
    vector: npt.NDArray[np.float32]


def query_vector(text: str) -> QueryVector | None:
    """The vector of ``text``, or ``None`` while the worker has yet to make it; asks the worker for it once."""
    kept = cache.get(_key("vector", text))
    if kept is not None:
        tag, values = kept
        return QueryVector(tag, np.frombuffer(values, np.float32))
    if cache.add(_key("asked", text), True, PATIENCE):
        _ask_worker(text)
    return None


def embed_query(text: str, *, encoder: Encoder) -> None:
    if cache.get(_key("vector", text)) is None:
        (vector,) = encoder.encode([text])
        cache.set(_key("vector", text), (encoder.tag, np.asarray(vector, np.float32).tobytes()), KEPT)


def _ask_worker(text: str) -> None:
    # The representation is what logs show of the arguments: not the text.
    if not publish(EMBED_TASK, [text], argsrepr="(…)"):
        cache.delete(_key("asked", text))


def _key(kind: str, text: str) -> str:
    return f"meaning:{kind}:{hashlib.sha256(text.encode()).hexdigest()}"
