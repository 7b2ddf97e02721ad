"""The checks of a proposal register themselves; the same ones guide the team while it works and guard the submission."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from exchange.people.enums import Side
from exchange.proposals.enums import Outcome
from exchange.proposals.values.content import ProposalContent


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says; ``reason`` in words for the team, ``place`` is the part of the page that mends it."""

    outcome: Outcome
    reason: str | Promise
    place: str
    side: Side | None = None


Check = Callable[[ProposalContent], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Registered:
    order: int
    name: str
    label: str | Promise
    check: Check


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


_checks: dict[str, Registered] = {}


def register(label: str | Promise, *, order: int) -> Callable[[Check], Check]:
    """Decorator: one file, one check, named as its module. ``order`` follows a team's work from people to papers."""

    def add(check: Check) -> Check:
        name = check.__module__.rpartition(".")[2]
        _checks[name] = Registered(order, name, label, check)
        return check

    return add


def registered() -> tuple[Registered, ...]:
    return tuple(sorted(_checks.values(), key=lambda one: (one.order, one.name)))


def run_checks(draft: ProposalContent) -> tuple[Result, ...]:
    """Every check that applies to ``draft``, in order."""
    results = (Result(one.name, one.label, tuple(one.check(draft))) for one in registered())
    return tuple(result for result in results if result.findings)


def may_submit(results: Iterable[Result]) -> bool:
    return all(result.outcome == Outcome.PASS for result in results)
