"""Both still seek partners."""

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray


@rule("project_open")
def project_open(met: Encounter) -> BoolArray:
    return met.people.open & met.others.open
