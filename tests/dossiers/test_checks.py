"""Checks register with one kind of dossier; the same ones guide and guard."""

from typing import Any

import pytest

from exchange.dossiers.checks.completeness import percent_filled, required_parts
from exchange.dossiers.checks.registry import Checks, Finding, may_submit
from exchange.dossiers.enums import Outcome
from exchange.dossiers.values.content import File
from tests.dossiers.trial.values import CHECKS, PlanContent

COMPLETE = {("aim", "visitor"): "Learn", ("aim", "host"): "Teach", ("housing", "host"): "yes"}
LETTER = File("letter", "host", "letter.pdf", 1, 1, "0")


def content(**changes: Any) -> PlanContent:
    return PlanContent(**{"answers": COMPLETE, "files": (LETTER,), **changes})


def unmet(given: PlanContent) -> list[tuple[str, str, str | None]]:
    return [
        (result.name, finding.place, finding.party)
        for result in CHECKS.run(given)
        for finding in result.findings
        if finding.outcome != Outcome.PASS
    ]


def test_they_run_in_their_order_each_under_the_name_of_its_file() -> None:
    names = ["documents_complete", "answers_given", "answers_within_limits", "page_limits"]
    assert [one.name for one in CHECKS.registered()] == names
    assert [result.name for result in CHECKS.run(content())] == names
    assert may_submit(CHECKS.run(content()))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"files": ()}, ("documents_complete", "file-letter", "host")),
        ({"answers": COMPLETE | {("aim", "host"): " "}}, ("answers_given", "answer-aim", "host")),
        ({"answers": COMPLETE | {("aim", "host"): "x" * 21}}, ("answers_within_limits", "answer-aim", "host")),
        ({"answers": COMPLETE | {("housing", "host"): "no"}}, ("answers_given", "answer-street", "visitor")),
        ({"files": (File("letter", "host", "l", 1, 2, "0"),)}, ("page_limits", "file-letter", "host")),
        ({"files": (LETTER, File("letter", "host", "l", 1, None, "0"))}, ("page_limits", "file-letter", "host")),
    ],
)
def test_what_is_lacking_names_the_place_and_the_party(changes: dict[str, Any], found: tuple[str, str, str]) -> None:
    assert unmet(content(**changes)) == [found]
    assert not may_submit(CHECKS.run(content(**changes)))


def test_how_much_is_filled() -> None:
    parts = required_parts(content(answers={("aim", "host"): "Teach"}))
    assert (parts, percent_filled(parts)) == ((False, True, False, True), 50)


def test_a_check_that_finds_nothing_does_not_apply() -> None:
    checks: Checks[PlanContent] = Checks()

    @checks.register("Never", order=1)
    def never(given: PlanContent) -> list[Finding]:
        return []

    assert (len(checks.registered()), checks.run(content())) == (1, ())
    assert CHECKS.registered() != checks.registered()


def test_of_two_at_one_place_the_name_decides() -> None:
    checks: Checks[PlanContent] = Checks()
    for name in ("second", "first"):

        def check(given: PlanContent) -> list[Finding]:
            return []

        check.__module__ = f"trial.checks.{name}"
        checks.register("Label", order=1)(check)
    assert [one.name for one in checks.registered()] == ["first", "second"]
