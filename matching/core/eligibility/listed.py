"""Only who takes part in matching is suggested to anybody."""

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray


@rule("listed")
def listed(met: Encounter) -> BoolArray:
    return met.people.listed & met.others.listed
