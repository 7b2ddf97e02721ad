"""Hard rules: one named rule per file, registered by itself. A pair that breaks one is masked, never scored 0."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# In the order in which the answers are shown.
from matching.core.eligibility import listed  # isort: skip
from matching.core.eligibility import consent_both  # isort: skip
from matching.core.eligibility import different_sides  # isort: skip
from matching.core.eligibility import side_wanted  # isort: skip
from matching.core.eligibility import project_open  # isort: skip
from matching.core.eligibility import dates_overlap  # isort: skip
from matching.core.eligibility import not_own  # isort: skip
from matching.core.eligibility import not_dismissed  # isort: skip
from matching.core.eligibility.pairs import PairSet
from matching.core.eligibility.registry import Encounter, all_rules
from matching.core.subjects import BoolArray, IntArray, Subjects

__all__ = [
    "Encounter",
    "PairSet",
    "RuleAnswer",
    "RuleAnswers",
    "allowed",
    "ask_rules",
    "consent_both",
    "dates_overlap",
    "different_sides",
    "listed",
    "not_dismissed",
    "not_own",
    "project_open",
    "rule_names",
    "side_wanted",
]


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What a rule says of a pair; ``passed`` is ``None`` where too little is known to say no."""

    rule: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class RuleAnswers:
    """Of every rule for each pair, both ``(pairs, rules)``; where too little is known to say no, ``passed`` says yes."""

    passed: BoolArray
    known: BoolArray

    def of(self, pair: int) -> tuple[RuleAnswer, ...]:
        answers = zip(rule_names(), self.passed[pair].tolist(), self.known[pair].tolist(), strict=True)
        return tuple(RuleAnswer(name, passed if known else None) for name, passed, known in answers)


def rule_names() -> tuple[str, ...]:
    return tuple(rule.name for rule in all_rules())


def allowed(met: Encounter) -> BoolArray:
    """Where every rule lets the two meet, in the broadcast shape."""
    mask = ~met.dismissed
    for rule in all_rules():
        mask &= rule.passes(met)
    return mask


def ask_rules(
    people: Subjects, others: Subjects, person: IntArray, other: IntArray, *, dismissed: npt.ArrayLike | None = None
) -> RuleAnswers:
    """For each pair of positions ``person[i]``, ``other[i]``; ``dismissed`` is ``(n, 2)`` positions."""
    set_aside = PairSet.of(dismissed, others=len(others)).contains(person, other)
    met = Encounter(people.facts[person], others.facts[other], set_aside)
    rules = all_rules()
    return RuleAnswers(
        passed=np.stack([np.broadcast_to(rule.passes(met), person.shape) for rule in rules], axis=1),
        known=np.stack([np.broadcast_to(rule.known(met), person.shape) for rule in rules], axis=1),
    )
