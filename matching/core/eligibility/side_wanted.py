"""The person is from a side the other seeks partners in."""

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray


@rule("side_wanted")
def side_wanted(met: Encounter) -> BoolArray:
    wanted: BoolArray = (met.people.side & met.others.wanted) != 0
    return wanted
