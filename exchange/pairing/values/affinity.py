"""How close two concept papers come to each other, as whoever reads them for us tells it."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise


class ReadText(Protocol):
    """A text as it was read, in its own language."""

    @property
    def document(self) -> str: ...

    @property
    def language(self) -> str: ...


class MeetingTexts(Protocol):
    """Two texts that made a part of the closeness."""

    @property
    def part(self) -> str | Promise: ...

    @property
    def similarity(self) -> float: ...

    @property
    def one(self) -> ReadText: ...

    @property
    def other(self) -> ReadText: ...


@dataclass(frozen=True)
class Affinity:
    """``closeness`` in [0, 1], ``None`` where nobody has read the two yet; ``meeting`` is what of them meets best."""

    closeness: float | None = None
    meeting: MeetingTexts | None = None
