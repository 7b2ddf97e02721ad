"""Where partners of another side are asked for, two known and different sides meet."""

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray


@rule("different_sides")
def different_sides(met: Encounter) -> BoolArray:
    apart: BoolArray = (met.people.side != met.others.side) & (met.people.side != 0) & (met.others.side != 0)
    allowed: BoolArray = apart | ~met.others.across
    return allowed
