from dataclasses import replace

import numpy as np
import pytest

from matching.core.eligibility import Encounter, PairSet, RuleAnswer, allowed, ask_rules, rule_names
from matching.core.eligibility.registry import rule
from matching.core.subjects import KR, US, Facts, Passages, Subjects, Topics
from matching.enums import Rule
from tests.matching.core.subjects import brute_allowed, invent

KOREAN = {
    "side": KR,
    "wanted": KR | US,
    "across": True,
    "listed": True,
    "consents": True,
    "open": True,
    "starts": "2026-01-01",
    "ends": "2026-06-30",
    "identity": 1,
}
PROJECT = {**KOREAN, "side": US, "wanted": KR, "identity": 2, "starts": "2026-06-30", "ends": "2027-06-30"}
KINDS = {"side": "int8", "wanted": "int8", "starts": "datetime64[D]", "ends": "datetime64[D]"}


def one(facts: dict[str, object]) -> Subjects:
    columns = {name: np.array([value], KINDS.get(name)) for name, value in facts.items()}
    nothing = Passages.none(1)
    return Subjects(nothing, nothing, nothing, Topics.none(1), Facts(**columns))


def failed(person: dict[str, object], other: dict[str, object], dismissed: object = None) -> list[str]:
    first = np.array([0])
    answers = ask_rules(one(person), one(other), first, first, dismissed=dismissed).of(0)
    return [answer.rule for answer in answers if answer.passed is False]


def test_every_rule_has_its_label() -> None:
    assert rule_names() == tuple(Rule.values)


def test_a_pair_that_meets_every_rule() -> None:
    first = np.array([0])
    assert ask_rules(one(KOREAN), one(PROJECT), first, first).of(0) == tuple(
        RuleAnswer(name, True) for name in rule_names()
    )


@pytest.mark.parametrize(
    ("person", "other", "broken"),
    [
        ({"listed": False}, {}, ["listed"]),
        ({}, {"listed": False}, ["listed"]),
        ({"consents": False}, {}, ["consent_both"]),
        ({}, {"consents": False}, ["consent_both"]),
        ({}, {"side": KR}, ["different_sides"]),
        ({}, {"side": KR, "across": False}, []),
        ({}, {"side": 0}, ["different_sides"]),
        ({"side": 0}, {"wanted": 0}, ["different_sides", "side_wanted"]),
        ({}, {"wanted": US}, ["side_wanted"]),
        ({}, {"open": False}, ["project_open"]),
        ({"ends": "2026-06-29"}, {}, ["dates_overlap"]),
        ({"starts": "2027-06-30", "ends": "2027-12-31"}, {}, []),
        ({"starts": "2027-07-01", "ends": "2027-12-31"}, {}, ["dates_overlap"]),
        ({"identity": 2}, {}, ["not_own"]),
        ({"identity": -1}, {"identity": -1}, []),
        ({"identity": 0}, {"identity": 0}, ["not_own"]),
    ],
)
def test_what_breaks_a_rule(person: dict[str, object], other: dict[str, object], broken: list[str]) -> None:
    assert failed({**KOREAN, **person}, {**PROJECT, **other}) == broken


def test_a_dismissed_pair() -> None:
    assert failed(KOREAN, PROJECT, [[0, 0]]) == ["not_dismissed"]


@pytest.mark.parametrize(
    ("dates", "answer"),
    [
        ({"starts": "NaT", "ends": "NaT"}, None),
        ({"starts": "NaT"}, None),
        ({"ends": "NaT"}, None),
        ({"starts": "NaT", "ends": "2025-01-01"}, False),
    ],
)
@pytest.mark.parametrize("whose", ["person", "other"])
def test_unknown_dates_keep_nobody_apart(dates: dict[str, object], answer: bool | None, whose: str) -> None:
    facts = {"person": KOREAN, "other": {**PROJECT, "starts": "2026-01-01"}}
    facts[whose] = {**facts[whose], **dates}
    first = np.array([0])
    answers = ask_rules(one(facts["person"]), one(facts["other"]), first, first).of(0)
    assert {found.rule: found.passed for found in answers}["dates_overlap"] is answer


def test_block_and_pairs_agree_with_brute_force() -> None:
    rng = np.random.default_rng(4)
    people, others = invent(rng, 40).facts, invent(rng, 30).facts
    dismissed = PairSet.of([[0, 29], [7, 0], [39, 3]], others=30)
    table = dismissed.block(np.arange(40), slice(0, 30))
    person, other = np.unravel_index(np.arange(1200), (40, 30))

    by_block = allowed(Encounter(people[:, None], others[None, :], table))
    by_pair = allowed(Encounter(people[person], others[other], dismissed.contains(person, other)))

    expected = [
        brute_allowed(people, others, p, o) and (p, o) not in {(0, 29), (7, 0), (39, 3)}
        for p, o in zip(person, other, strict=True)
    ]
    assert by_block.ravel().tolist() == expected
    assert by_pair.tolist() == expected
    assert np.argwhere(table).tolist() == [[0, 29], [7, 0], [39, 3]]
    assert dismissed.contains(person, other).tolist() == table.ravel().tolist()


def test_a_block_of_the_set_starts_anywhere() -> None:
    dismissed = PairSet.of([[2, 5], [2, 1], [0, 5]], others=6)
    assert dismissed.block(np.array([2, 0]), slice(4, 6)).tolist() == [[False, True], [False, True]]


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="there is a rule listed already"):
        rule("listed")(lambda met: met.people.listed)


def test_facts_are_not_changed() -> None:
    facts = invent(np.random.default_rng(5), 10).facts
    before = replace(facts, listed=facts.listed.copy())
    allowed(Encounter(facts[:, None], facts[None, :], np.zeros((10, 10), bool)))
    assert facts.listed.tolist() == before.listed.tolist()
