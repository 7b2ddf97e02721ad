"""Three bands instead of four numbers: how well two fit, in words that mean the same in every crowd.

Topical affinity has fixed steps, from people's own judgements (:mod:`matching.core.calibration`, ``docs/matching.md``). What
an offer or a topic is worth nobody has judged, so these count by how rare they are: among random pairs of the same crowd at most
five in a hundred are *notable*, one in a hundred *rare*. Two notable parts, or a rare one, lift a pair by one band, and never
by more: without closeness of topic nothing makes a pair strong. A part about which nothing is known neither lifts nor lowers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

BANDS = ("weak", "possible", "strong")
"""A band is its place here, so that the better one is the greater one."""
WEAK, POSSIBLE, STRONG = range(3)
LIFTING = ("give", "take", "topics")
NEEDED = 2
"""Points that lift: one for a notable part, two for a rare one."""
NOTABLE_SHARE, RARE_SHARE = 0.05, 0.01
# Of fewer random pairs the rarest hundredth is a matter of one or two.
FEWEST = 400


@dataclass(frozen=True, slots=True)
class Steps:
    """The least value of the band in the middle, and of the highest one."""

    possible: float
    strong: float

    def band(self, value: float) -> int:
        """
        >>> [TOPICAL.band(value) for value in (0.29, 0.3, 0.45)]
        [0, 1, 2]
        """
        return (value >= self.possible) + (value >= self.strong)


TOPICAL = Steps(0.3, 0.45)
"""For a text against all that a person wrote, pooled (:mod:`matching.core.affinity`)."""
CLOSEST = Steps(0.3, 0.45)
"""For a line of text against the one closest passage, as a search finds it."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """Above which value a part is notable, and rare; infinite where it never is. ``pairs``: of how many this is known."""

    notable: float
    rare: float
    pairs: int = 0

    def points(self, value: float | None) -> int:
        """
        >>> [Rarity(0.25, 0.5).points(value) for value in (None, 0.25, 0.4, 0.6)]
        [0, 0, 1, 2]
        """
        return 0 if value is None else (value > self.notable) + (value > self.rare)


NEVER = Rarity(inf, inf)
USUAL: Mapping[str, Rarity] = {
    "give": Rarity(0.25, 0.35),
    "take": Rarity(0.25, 0.35),
    "topics": Rarity(0.25, 0.5),
}
"""Where a crowd is too small to tell: random texts of that length meet at 0.23 to 0.24 in one pair of twenty and at 0.30 to 0.36 in
one of a hundred; topics count from the same subfield on."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """What the bands of one kind of pair follow from."""

    topical: Steps
    rarities: Mapping[str, Rarity]

    def band(self, parts: Mapping[str, float | None]) -> int:
        """
        >>> cuts = Cuts(TOPICAL, USUAL)
        >>> [BANDS[cuts.band({"topical": topical, "give": give})] for topical, give in ((0.5, None), (0.4, 0.9), (0.1, 0.9))]
        ['strong', 'strong', 'possible']
        """
        topical = parts.get("topical")
        band = WEAK if topical is None else self.topical.band(topical)
        points = sum(rarity.points(parts.get(part)) for part, rarity in self.rarities.items())
        return min(band + (points >= NEEDED), STRONG)


DEFAULT = Cuts(TOPICAL, USUAL)


def rarity_among(values: Sequence[float] | npt.NDArray[np.floating], *, otherwise: Rarity) -> Rarity:
    """From a part of random pairs, unknown ones (NaN) left out; ``otherwise`` where too few are known.

    At most the stated share of them lies above either value, ties included. Rounded, so that the last digit of a sum in another
    order moves nothing.

    >>> rarity_among([0.0] * 950 + [0.25] * 45 + [1.0] * 5, otherwise=NEVER)
    Rarity(notable=0.0, rare=0.25, pairs=1000)
    """
    known = np.sort(np.asarray(values, np.float64).ravel())
    known = known[~np.isnan(known)][::-1]
    if len(known) < FEWEST:
        return otherwise
    notable, rare = (round(float(known[int(len(known) * share)]), 4) for share in (NOTABLE_SHARE, RARE_SHARE))
    return Rarity(notable, rare, len(known))
