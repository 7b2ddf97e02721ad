"""The rules that are there, in the order in which they are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from matching.core.subjects import BoolArray, Facts


@dataclass(frozen=True, slots=True)
class Encounter:
    """People and others who meet: facts that broadcast, ``(p, 1)`` with ``(1, o)`` or ``(m,)`` with ``(m,)``.

    ``dismissed`` has the broadcast shape.
    """

    people: Facts
    others: Facts
    dismissed: BoolArray


Answer = Callable[[Encounter], BoolArray]


def _always(_met: Encounter) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """``passes`` says whom the rule lets meet; ``known`` where that rests on knowledge rather than on its absence."""

    name: str
    passes: Answer
    known: Callable[[Encounter], BoolArray | bool]


_RULES: dict[str, Rule] = {}


def rule(name: str, *, known: Callable[[Encounter], BoolArray | bool] = _always) -> Callable[[Answer], Answer]:
    """Register the decorated function as the hard rule ``name``. Raises ``ValueError`` where the name is taken."""

    def register(passes: Answer) -> Answer:
        if name in _RULES:
            raise ValueError(f"there is a rule {name} already")
        _RULES[name] = Rule(name, passes, known)
        return passes

    return register


def all_rules() -> tuple[Rule, ...]:
    return tuple(_RULES.values())
