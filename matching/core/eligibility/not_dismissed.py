"""Nobody has set this pair aside before."""

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray


@rule("not_dismissed")
def not_dismissed(met: Encounter) -> BoolArray:
    return ~met.dismissed
