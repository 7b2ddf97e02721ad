"""Who has something to say on the page of the installation's state: lets upper slices speak without being imported."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fact:
    """``url`` leads to where one sees more, or can do something about it."""

    label: str
    value: str
    is_trouble: bool = False
    url: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    facts: tuple[Fact, ...]

    @property
    def is_trouble(self) -> bool:
        return any(fact.is_trouble for fact in self.facts)


Source = Callable[[], Section]

_sources: dict[Source, int] = {}


def register(source: Source, *, order: int) -> None:
    """Called from an ``AppConfig.ready``."""
    _sources[source] = order


def sections() -> tuple[Section, ...]:
    return tuple(source() for source in sorted(_sources, key=lambda one: _sources[one]))
