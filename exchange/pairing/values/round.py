"""A matching of concept papers as values: what goes in, what comes out. Pure; papers are named by their public id."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from exchange.dossiers.values.ranking import Order
from exchange.people.enums import Side

Lists = Mapping[str, Order]
"""By paper, the counterparts it would work with, best first; a paper that ranked nobody has an empty list."""


@dataclass(frozen=True)
class Market:
    """Every eligible paper of both sides with its priorities among the eligible of the other side."""

    korean: Lists
    american: Lists
    proposing: Side

    def digest(self) -> str:
        """Tells whether a result still rests on the facts as they are."""
        text = json.dumps([dict(self.korean), dict(self.american), str(self.proposing)], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FoundPair:
    """``rank_for_korean`` is the place of the US paper in the Korean one's priorities."""

    korean: str
    american: str
    rank_for_korean: int
    rank_for_american: int


@dataclass(frozen=True, slots=True)
class LeftAlone:
    paper: str
    reason: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Two that ranked each other and were not paired; ``content`` are the sides whose paper prefers its present partner."""

    korean: str
    american: str
    content: tuple[str, ...]


@dataclass(frozen=True)
class PairingResult:
    """What a matching found, with its certificate: no entry of ``not_paired`` has nobody content."""

    market: str
    pairs: tuple[FoundPair, ...]
    alone: tuple[LeftAlone, ...]
    not_paired: tuple[WhyNot, ...]

    def content(self) -> dict[str, Any]:
        """Ready for JSON."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            stored["market"],
            tuple(FoundPair(**row) for row in stored["pairs"]),
            tuple(LeftAlone(**row) for row in stored["alone"]),
            tuple(WhyNot(row["korean"], row["american"], tuple(row["content"])) for row in stored["not_paired"]),
        )
