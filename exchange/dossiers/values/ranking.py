"""Priorities as values: an order of public ids, best first, with a name by which a saving knows what it read. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

Order = tuple[str, ...]


@dataclass(frozen=True)
class Normalised:
    """An order from typed ranks, and what had to be mended on the way."""

    order: Order
    had_duplicates: bool
    had_gaps: bool


def normalise_ranks(typed: Mapping[str, int]) -> Normalised:
    """From 1 without gaps; of equal ranks the one that stands first in ``typed`` comes first.

    >>> normalise_ranks({"a": 5, "b": 2, "c": 2})
    Normalised(order=('b', 'c', 'a'), had_duplicates=True, had_gaps=True)
    """
    ranks = sorted(set(typed.values()))
    return Normalised(
        order=tuple(sorted(typed, key=lambda one: typed[one])),
        had_duplicates=len(ranks) < len(typed),
        had_gaps=ranks != list(range(1, len(ranks) + 1)),
    )


def version_of(order: Order) -> str:
    """Names a saved order, so that a saving can tell that another one came between."""
    return hashlib.sha256("\n".join(order).encode()).hexdigest()[:16]
