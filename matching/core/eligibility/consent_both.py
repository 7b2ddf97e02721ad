"""Both have agreed to be shown to the other side."""

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray


@rule("consent_both")
def consent_both(met: Encounter) -> BoolArray:
    return met.people.consents & met.others.consents
