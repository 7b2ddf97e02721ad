"""What this thread is at work on: it stands in every line that is logged meanwhile, and goes with what is handed to workers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_names: ContextVar[dict[str, str]] = ContextVar("at_work", default={})  # noqa: B039 - never changed, only replaced


def now_at_work() -> dict[str, str]:
    """By kind: ``request``, ``task``, ``job``. Ids and names of ours, never of people."""
    return _names.get()


@contextmanager
def at_work(**names: str) -> Iterator[None]:
    token = _names.set({**_names.get(), **names})
    try:
        yield
    finally:
        _names.reset(token)
