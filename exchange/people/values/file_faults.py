"""What is wrong with a file or one of its lines: kept as a code and values, so that everybody reads their own language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from exchange.people.enums import FileFault

LONGEST_DETAIL = 200
# Of one line; who mends these sees the others next time.
MOST_FAULTS = 10

# How the library calls what is wrong with a field.
_KINDS = {
    "missing": FileFault.MISSING,
    "string_too_long": FileFault.LONG_TEXT,
    "string_too_short": FileFault.NOTHING,
    "string_type": FileFault.NO_TEXT,
    "string_pattern_mismatch": FileFault.PATTERN,
    "list_type": FileFault.NO_LIST,
    "too_long": FileFault.LONG_LIST,
    "int_type": FileFault.NO_NUMBER,
    "int_parsing": FileFault.NO_NUMBER,
    "int_parsing_size": FileFault.NO_NUMBER,
    "int_from_float": FileFault.NO_NUMBER,
    "greater_than_equal": FileFault.SMALL,
    "less_than_equal": FileFault.LARGE,
    "date_type": FileFault.NO_DATE,
    "model_type": FileFault.NO_OBJECT,
    "model_attributes_type": FileFault.NO_OBJECT,
}


@dataclass(frozen=True)
class Fault:
    """``place`` is the field by its own name, ``values`` what fills the sentence."""

    kind: FileFault
    values: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""

    def __str__(self) -> str:
        told = str(self.kind.label) % self.values
        return f"{self.place}: {told}" if self.place else told

    @property
    def row(self) -> list[Any]:
        return [self.kind.value, dict(self.values), self.place]


def detail(text: object) -> dict[str, str]:
    """What a library says is quoted as it is."""
    return {"detail": str(text).partition("\n")[0].strip()[:LONGEST_DETAIL]}


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """Each bad field and what is wrong with it."""
    return tuple(map(_fault, error.errors()[:MOST_FAULTS]))


def _fault(problem: ErrorDetails) -> Fault:
    """Our own kinds are called by our own codes."""
    place = ".".join(str(step) for step in problem["loc"])
    code = problem["type"]
    kind = _KINDS.get(code) or (FileFault(code) if code in FileFault.values else None)
    if kind is None:
        return Fault(FileFault.OTHER, detail(problem["msg"]), place)
    bounds = {name: value for name, value in problem.get("ctx", {}).items() if isinstance(value, str | int)}
    return Fault(kind, bounds, place)


def sentence(faults: Iterable[Fault]) -> str:
    return "; ".join(map(str, faults))


def told(stored: Any) -> str:
    """Of what is stored. Once it was the sentence itself, which stays in the words that it was written in."""
    if isinstance(stored, str):
        return stored
    return sentence(Fault(FileFault(kind), values, place) for kind, values, place in stored)
