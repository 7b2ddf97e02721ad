"""The times of both have a day in common; a bound that is not known keeps nobody apart."""

import numpy as np

from matching.core.eligibility.registry import Encounter, rule
from matching.core.subjects import BoolArray, Facts


def _dated(facts: Facts) -> BoolArray:
    return ~np.isnat(facts.starts) & ~np.isnat(facts.ends)


def _known(met: Encounter) -> BoolArray:
    """Unknown is only an overlap that rests on a missing bound: two times that are apart are known to be."""
    return (_dated(met.people) & _dated(met.others)) | ~dates_overlap(met)


@rule("dates_overlap", known=_known)
def dates_overlap(met: Encounter) -> BoolArray:
    # A comparison with NaT is never true.
    return ~((met.people.starts > met.others.ends) | (met.others.starts > met.people.ends))
