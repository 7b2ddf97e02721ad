"""By what a person is named in texts that others hold, and those texts without it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape

from exchange.people.values.spelling import PARTICLES

MASK = "[…]"
_TITLES = ("님", "씨", "교수", "박사")
# A Korean name ends where a particle begins; within a longer word the same syllables are no name.
_ENDS = rf"(?=(?:{'|'.join(_TITLES)})*(?:{'|'.join(map(re.escape, (*PARTICLES, '께서', '께')))})?(?!\w))"


@dataclass(frozen=True)
class Spoken:
    """The full spellings of names and addresses; a part of a name names nobody."""

    spellings: tuple[str, ...]

    @classmethod
    def of(cls, spellings: Iterable[str]) -> "Spoken":
        """
        >>> said = Spoken.of(["Minji Han", "한민지", "minji@example.org", " "])
        >>> said.without("한민지님께서 한민지수에게: Minji Hanson, minji@example.org.")
        '[…]님께서 한민지수에게: Minji Hanson, […].'
        """
        kept = {spelling.strip() for spelling in spellings}
        return cls(
            tuple(sorted({form for spelling in kept if len(spelling) > 1 for form in (spelling, escape(spelling))}))
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.spellings, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))}){_ENDS}", re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        return bool(self.spellings) and self._pattern.search(text) is not None

    def without(self, text: str) -> str:
        return self._pattern.sub(MASK, text) if self.spellings else text
