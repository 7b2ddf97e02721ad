"""The band of each pair, from the cuts in force: in a query as one expression, of a row in hand by the same rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Least
from django.db.models.lookups import GreaterThanOrEqual

from exchange.jobs.enums import JobState
from matching.core.bands import BANDS, NEEDED, STRONG, TOPICAL, USUAL, Cuts, Rarity
from matching.enums import Band
from matching.models import Background, Match, Pair


@dataclass(frozen=True, slots=True)
class BandCuts:
    """For pairs of two people, and of a person with a project."""

    people: Cuts
    projects: Cuts

    def band_of(self, pair: Pair, match: Match | None) -> Band | None:
        """``None`` where no run has anything to say of the pair."""
        if match is None:
            return None
        cuts = self.people if pair.project_id is None else self.projects
        return Band(BANDS[cuts.band(match.parts)])

    def expression(self, pair: str = "", match: str = "match__") -> Case:
        """The same as a number that is greater for a better band; ``pair`` and ``match`` lead to the two from a query's rows."""
        return Case(
            When(Q(**{f"{match}score__isnull": True}), then=Value(None)),
            When(Q(**{f"{pair}project__isnull": True}), then=_band(self.people, match)),
            default=_band(self.projects, match),
            output_field=IntegerField(),
        )


def cuts_in_force() -> BandCuts:
    """Of the newest run that left a background; in one query."""
    newest = Background.objects.filter(run__state=JobState.DONE).order_by("-run__finished_at", "-pk").first()
    if newest is None:
        return BandCuts(_cuts({}), _cuts({}))
    return BandCuts(_cuts(newest.of_people), _cuts(newest.of_projects))


def _cuts(stored: Mapping[str, Mapping[str, Any]]) -> Cuts:
    rarities = {part: _rarity(stored[part]) if part in stored else usual for part, usual in USUAL.items()}
    return Cuts(TOPICAL, rarities)


def _rarity(stored: Mapping[str, Any]) -> Rarity:
    notable, rare = (inf if stored[name] is None else float(stored[name]) for name in ("notable", "rare"))
    return Rarity(notable, rare, int(stored["pairs"]))


def _band(cuts: Cuts, match: str) -> Combinable:
    """:meth:`Cuts.band` for the database, which holds nothing of what is unknown."""
    topical = f"{match}topical"
    band = Case(
        When(**{f"{topical}__gte": cuts.topical.strong}, then=Value(2)),
        When(**{f"{topical}__gte": cuts.topical.possible}, then=Value(1)),
        default=Value(0),
    )
    points: Combinable = Value(0)
    for part, rarity in cuts.rarities.items():
        for above in filter(isfinite, (rarity.notable, rarity.rare)):
            points = points + Case(When(**{f"{match}{part}__gt": above}, then=Value(1)), default=Value(0))
    lifted = Case(When(GreaterThanOrEqual(points, NEEDED), then=band + 1), default=band, output_field=IntegerField())
    return Least(lifted, Value(STRONG))
