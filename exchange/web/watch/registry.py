"""Who has figures of its own: lets upper slices speak without being imported."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from prometheus_client.core import Metric

from exchange.jobs.services import JobKind

Source = Callable[[], Iterable[Metric]]


@dataclass(frozen=True)
class Watched:
    """A kind of job, and the column that says since when each waits."""

    kind: JobKind[Any]
    since: str


_sources: list[Source] = []
_jobs: list[Watched] = []


def register(source: Source) -> None:
    """Called from an ``AppConfig.ready``; ``source`` may ask the database, in a constant number of queries."""
    if source not in _sources:
        _sources.append(source)


def register_job(watched: Watched) -> None:
    if watched not in _jobs:
        _jobs.append(watched)


def figures() -> Iterator[Metric]:
    for source in _sources:
        yield from source()


def watched_jobs() -> tuple[Watched, ...]:
    return tuple(_jobs)
