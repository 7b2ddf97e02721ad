"""The checks of one kind of dossier register themselves; the same ones guide whoever fills it in and guard its submission."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.functional import Promise

from exchange.dossiers.enums import Outcome
from exchange.dossiers.values.content import Content
from exchange.dossiers.values.questions import Party

T = TypeVar("T", bound=Content)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says; ``reason`` in words for people, ``place`` is the part of the page that mends it."""

    outcome: Outcome
    reason: str | Promise
    place: str
    party: Party = None


@dataclass(frozen=True, slots=True)
class Result:
    """One check's answer: the worst of its findings, which say where and why. No finding means it does not apply."""

    name: str
    label: str | Promise
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        outcomes = {finding.outcome for finding in self.findings}
        return next(outcome for outcome in (Outcome.FAIL, Outcome.NOT_YET, Outcome.PASS) if outcome in outcomes)


Check = Callable[[T], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Registered(Generic[T]):
    order: int
    name: str
    label: str | Promise
    check: Check[T]


class Checks(Generic[T]):
    """One instance for each kind of dossier."""

    def __init__(self) -> None:
        self._known: dict[str, Registered[T]] = {}

    def register(self, label: str | Promise, *, order: int) -> Callable[[Check[T]], Check[T]]:
        """Decorator: one file, one check, named as its module. ``order`` follows the work from people to papers."""

        def add(check: Check[T]) -> Check[T]:
            name = check.__module__.rpartition(".")[2]
            self._known[name] = Registered(order, name, label, check)
            return check

        return add

    def registered(self) -> tuple[Registered[T], ...]:
        return tuple(sorted(self._known.values(), key=lambda one: (one.order, one.name)))

    def run(self, content: T) -> tuple[Result, ...]:
        """Every check that applies to ``content``, in order."""
        results = (Result(one.name, one.label, tuple(one.check(content))) for one in self.registered())
        return tuple(result for result in results if result.findings)


def may_submit(results: Iterable[Result]) -> bool:
    return all(result.outcome == Outcome.PASS for result in results)
