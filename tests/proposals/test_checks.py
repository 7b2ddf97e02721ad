"""Each rule of a call by itself, on a draft that lacks or exceeds one thing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.checks import (
    budget_within_ceilings,
    documents_complete,
    load_limit,
    one_proposal_per_pi,
    page_limits,
    prior_collaboration,
    registered,
    supplement_base,
    team_accepted,
    team_signed_off,
    team_size,
    titles,
)
from exchange.proposals.checks.registry import Check
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.values.content import File, Member, Money, ProposalContent
from tests.programmes.cast import make_definition, text

CLOSES = datetime(2026, 7, 15, 6, tzinfo=UTC)  # 15:00 in Seoul
LOAD = {"projects": 5, "as_pi": 3, "side": "KR"}


def member(side: Side, **changes: Any) -> Member:
    person = Member(side.lower(), 1, f"PI {side}", "", side, Role.PI, MemberState.ACCEPTED, 4, 2, signed_off=True)
    return replace(person, **changes)


def draft(definition: dict[str, Any] | None = None, **changes: Any) -> ProposalContent:
    values: dict[str, Any] = {
        "definition": make_definition(**definition or {}),
        "stage": StageKind.WHITE_PAPER,
        "sides": (Side.KR, Side.US),
        "title_en": "Trust",
        "title_ko": "신뢰",
        "members": (member(Side.KR), member(Side.US, researcher=2)),
        "answers": {},
        "files": (),
        "budget": (),
        "closes_at": CLOSES,
    }
    return ProposalContent(**{**values, **changes})


def outcomes(module: Any, given: ProposalContent) -> list[str]:
    check: Check = getattr(module, module.__name__.rpartition(".")[2])
    return [str(finding.outcome) for finding in check(given)]


def test_every_check_is_registered_in_the_order_of_work() -> None:
    assert [one.name for one in registered()] == [
        "titles",
        "principal_investigators",
        "team_size",
        "team_accepted",
        "team_signed_off",
        "load_limit",
        "one_proposal_per_pi",
        "prior_collaboration",
        "budget_within_ceilings",
        "supplement_base",
        "answers_given",
        "answers_within_limits",
        "documents_complete",
        "page_limits",
    ]


def test_titles() -> None:
    assert outcomes(titles, draft(title_ko=" ")) == ["not_yet", "pass"]
    assert outcomes(titles, draft(title_en="", sides=(Side.KR,))) == ["pass"]


def test_team_size() -> None:
    assert outcomes(team_size, draft()) == ["pass"]
    assert outcomes(team_size, draft({"limits": {"min_people": 3}})) == ["fail"]
    assert outcomes(team_size, draft(sides=(Side.KR,), members=(member(Side.KR),))) == []


def test_acceptance_and_signature() -> None:
    members = (member(Side.KR, signed_off=False), member(Side.US, state=MemberState.INVITED))
    assert outcomes(team_accepted, draft(members=members)) == ["pass", "not_yet"]
    assert outcomes(team_signed_off, draft(members=members)) == ["not_yet"]


@pytest.mark.parametrize(
    ("changes", "partner", "outcome"),
    [
        ({}, False, "pass"),
        ({"projects_at_once": 5}, False, "fail"),
        ({"projects_at_once": 5, "projects_as_pi": 3}, True, "pass"),
        ({"projects_at_once": 6}, True, "fail"),
        ({"projects_as_pi": 3}, False, "fail"),
        ({"projects_as_pi": 3, "role": Role.CO_PI}, False, "pass"),
        ({"projects_as_pi": None}, False, "not_yet"),
    ],
)
def test_load_limit(changes: dict[str, Any], partner: bool, outcome: str) -> None:
    """Five projects of which three as PI, this one included; six and four with a partner who pays."""
    limits = {"limits": {"load": LOAD, "load_with_paying_partner": {**LOAD, "projects": 6, "as_pi": 4}}}
    members = (member(Side.KR, **changes), member(Side.US, projects_at_once=40))
    assert outcomes(load_limit, draft(limits, members=members, has_paying_partner=partner)) == [outcome]


def test_one_proposal_per_pi() -> None:
    limits = {"limits": {"max_proposals_per_pi": 1}}
    assert outcomes(one_proposal_per_pi, draft(limits, elsewhere={2: 1})) == ["pass", "fail"]
    assert outcomes(one_proposal_per_pi, draft(elsewhere={2: 1})) == []


@pytest.mark.parametrize(
    ("last", "outcome"), [(date(2023, 7, 15), "pass"), (date(2023, 7, 16), "fail"), (None, "pass")]
)
@pytest.mark.parametrize("excludes", [True, False])
def test_prior_collaboration_to_the_day(last: date | None, outcome: str, excludes: bool) -> None:
    limits = {"limits": {"prior_collaboration_months": 36, "prior_collaboration_excludes": excludes}}
    plan = {"kind": "white_paper", "opens_at": datetime(2026, 7, 1, tzinfo=UTC), "closes_at": CLOSES}
    given = draft({**limits, "stages": [plan]}, members=(member(Side.KR, last_collaboration_on=last),))
    assert outcomes(prior_collaboration, given) == [outcome if excludes else "pass"]


def money(amount: int, year: str = "KR:2026-07-01", category: str = "travel") -> Money:
    return Money(Side.KR, year, category, amount, "KRW")


def test_budget_within_ceilings() -> None:
    within = (money(100_000_000), money(25_000_000, category="personnel"))
    assert outcomes(budget_within_ceilings, draft(budget=within)) == ["pass"]
    assert outcomes(budget_within_ceilings, draft(budget=(*within, money(1, category="equipment")))) == ["fail"]
    assert outcomes(budget_within_ceilings, draft(budget=(money(1, "KR:2020-01-01"),))) == ["fail"]
    assert outcomes(budget_within_ceilings, draft(budget=())) == []


DOCUMENTS = {
    "documents": [{"key": "plan", "label": text("Plan"), "stage": "white_paper", "sides": ["KR"], "max_pages": 5}],
    "questions": [{"key": "figure", "label": text("Figure"), "kind": "file", "stage": "white_paper", "scope": "team"}],
}


def test_documents_complete() -> None:
    figure = File("figure", Side.US, "f.png", 1, None, "0")
    assert outcomes(documents_complete, draft(DOCUMENTS)) == ["not_yet", "not_yet"]
    assert outcomes(documents_complete, draft(DOCUMENTS, files=(figure,))) == ["not_yet", "pass"]


@pytest.mark.parametrize(("pages", "outcome"), [(5, "pass"), (6, "fail"), (None, "fail")])
def test_page_limits(pages: int | None, outcome: str) -> None:
    assert outcomes(page_limits, draft(DOCUMENTS, files=(File("plan", Side.KR, "p", 1, pages, "0"),))) == [outcome]


@pytest.mark.parametrize(
    ("base", "starts", "ends", "asked", "found"),
    [
        (200, "2026-01-15", "2027-07-15", 60, ["pass", "pass", "pass", "pass"]),
        (99, "2026-01-16", "2027-07-14", 60, ["fail", "fail", "fail", "fail"]),
        (None, None, None, 60, ["not_yet", "not_yet", "not_yet"]),
    ],
)
def test_supplement_base(base: int | None, starts: str | None, ends: str | None, asked: int, found: list[str]) -> None:
    rule = {"side": "KR", "share_percent": 30, "base_at_least_minor": 100, "currency": "KRW"}
    months = {"base_run_months": 6, "base_left_months": 12}
    questions = [
        {"key": key, "label": text(key), "kind": kind, "stage": "white_paper", "scope": "KR", "currency": "KRW"}
        for key, kind in (("base_budget", "money"), ("base_starts", "date"), ("base_ends", "date"))
    ]
    plan = {"kind": "white_paper", "opens_at": datetime(2026, 7, 1, tzinfo=UTC), "closes_at": CLOSES}
    given = draft(
        {"supplement": {**rule, **months}, "questions": questions, "stages": [plan]},
        answers={("base_budget", "KR"): base, ("base_starts", "KR"): starts, ("base_ends", "KR"): ends},
        budget=(money(asked),),
    )
    assert outcomes(supplement_base, given) == found
