"""Nobody is suggested to themselves, nor for their own project."""

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray


@rule("not_own")
def not_own(met: Encounter) -> BoolArray:
    somebody_else: BoolArray = (met.people.identity != met.others.identity) | (met.people.identity < 0)
    return somebody_else
