"""Each rule of a call by itself, on a draft that lacks or exceeds one thing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from exchange.dossiers.checks import answers_given, answers_within_limits, documents_complete, page_limits
from exchange.dossiers.checks.completeness import percent_filled, required_parts
from exchange.dossiers.checks.registry import Check, Finding, Result, may_submit
from exchange.dossiers.enums import Outcome
from exchange.dossiers.values.content import File
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.checks import (
    CHECKS,
    budget_within_ceilings,
    load_limit,
    one_proposal_per_pi,
    principal_investigators,
    prior_collaboration,
    supplement_base,
    team_accepted,
    team_signed_off,
    team_size,
    titles,
)
from exchange.proposals.checks.prior_collaboration import months_later
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.values.content import Member, Money, ProposalContent
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
    check: Check[ProposalContent] = getattr(module, module.__name__.rpartition(".")[2])
    return [str(finding.outcome) for finding in check(given)]


def test_every_check_is_registered_in_the_order_of_work() -> None:
    assert [one.name for one in CHECKS.registered()] == [
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
    found = [(one.party, str(one.reason)) for one in titles.titles(draft())]
    assert found == [("KR", "Title in Korean"), ("US", "Title in English")]


def test_team_size() -> None:
    alone = {"sides": (Side.KR,), "members": (member(Side.KR),)}
    assert outcomes(team_size, draft()) == ["pass"]
    assert outcomes(team_size, draft({"limits": {"min_people": 3}})) == ["fail"]
    assert outcomes(team_size, draft(**alone)) == []
    assert outcomes(team_size, draft({"limits": {"min_people": 1}}, **alone)) == ["pass"]


def test_the_worst_finding_decides_and_only_passes_may_be_submitted() -> None:
    def result(*found: str) -> Result:
        return Result("one", "One", tuple(Finding(Outcome(one), "", "") for one in found))

    worst = [result("pass"), result("pass", "not_yet"), result("not_yet", "fail", "pass")]
    assert [one.outcome for one in worst] == ["pass", "not_yet", "fail"]
    assert [may_submit([worst[0], one]) for one in worst] == [True, False, False]
    assert may_submit([])


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
        ({"projects_at_once": None}, False, "not_yet"),
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
    (korean, american) = one_proposal_per_pi.one_proposal_per_pi(draft(limits, elsewhere={2: 2}))
    assert (korean.reason, american.reason) == ("PI KR leads 1 of at most 1", "PI US leads 3 of at most 1")
    others = (member(Side.KR, role=Role.CO_PI), member(Side.US, researcher=None))
    assert outcomes(one_proposal_per_pi, draft(limits, members=others, elsewhere={1: 1})) == []


@pytest.mark.parametrize(
    ("last", "outcome"), [(date(2023, 7, 15), "pass"), (date(2023, 7, 16), "fail"), (None, "pass")]
)
@pytest.mark.parametrize("excludes", [True, False])
def test_prior_collaboration_to_the_day(last: date | None, outcome: str, excludes: bool) -> None:
    limits = {"limits": {"prior_collaboration_months": 36, "prior_collaboration_excludes": excludes}}
    plan = {"kind": "white_paper", "opens_at": datetime(2026, 7, 1, tzinfo=UTC), "closes_at": CLOSES}
    given = draft({**limits, "stages": [plan]}, members=(member(Side.KR, last_collaboration_on=last),))
    assert outcomes(prior_collaboration, given) == [outcome if excludes else "pass"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ["fail"]),
        ({"role": Role.CO_PI}, ["fail"]),
        ({"role": Role.MEMBER}, []),
        ({"state": MemberState.INVITED}, []),
    ],
)
def test_prior_collaboration_concerns_leads_who_have_accepted(changes: dict[str, Any], found: list[str]) -> None:
    people = (member(Side.KR, last_collaboration_on=date(2026, 7, 1), **changes),)
    limits = {"limits": {"prior_collaboration_months": 36, "prior_collaboration_excludes": True}}
    assert outcomes(prior_collaboration, draft(limits, members=people)) == found


@pytest.mark.parametrize(
    ("months", "changes"), [(0, {}), (36, {"closes_at": None}), (36, {"stage": StageKind.FULL_PROPOSAL})]
)
def test_without_a_window_or_a_closing_day_nothing_is_asked(months: int, changes: dict[str, Any]) -> None:
    people = (member(Side.KR, last_collaboration_on=date(2026, 7, 1)),)
    limits = {"limits": {"prior_collaboration_months": months, "prior_collaboration_excludes": True}}
    assert outcomes(prior_collaboration, draft(limits, members=people, **changes)) == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 5, 15), -36, date(2022, 5, 15)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 31), -1, date(2024, 11, 30)),
        (date(2024, 1, 31), -1, date(2023, 12, 31)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("wanted", "roles", "found"),
    [
        (0, [], []),
        (1, [], ["fail"]),
        (1, [(Role.CO_PI, True)], ["fail"]),
        (1, [(Role.PI, False)], ["not_yet"]),
        (1, [(Role.PI, True)], ["pass"]),
        (2, [(Role.PI, True)], ["fail"]),
        (2, [(Role.PI, True), (Role.CO_PI, False)], ["not_yet"]),
        (2, [(Role.PI, True), (Role.CO_PI, True)], ["pass"]),
        (2, [(Role.PI, True), (Role.MEMBER, True)], ["fail"]),
        (1, [(Role.PI, True), (Role.CO_PI, False)], ["pass"]),
    ],
)
def test_principal_investigators(wanted: int, roles: list[tuple[Role, bool]], found: list[str]) -> None:
    states = {True: MemberState.ACCEPTED, False: MemberState.INVITED}
    people = tuple(member(Side.KR, role=role, state=states[accepted]) for role, accepted in roles)
    given = draft({"limits": {"min_pis_per_side": wanted}}, members=people, sides=(Side.KR,))
    assert outcomes(principal_investigators, given) == found


def money(amount: int, year: str = "KR:2096-07-01", category: str = "travel") -> Money:
    return Money(Side.KR, year, category, amount, "KRW")


def test_budget_within_ceilings() -> None:
    within = (money(100_000_000), money(25_000_000, category="personnel"))
    assert outcomes(budget_within_ceilings, draft(budget=within)) == ["pass"]
    assert outcomes(budget_within_ceilings, draft(budget=(*within, money(1, category="equipment")))) == ["fail"]
    assert outcomes(budget_within_ceilings, draft(budget=(money(1, "KR:2020-01-01"),))) == ["fail"]
    assert outcomes(budget_within_ceilings, draft(budget=())) == []
    (gone,) = budget_within_ceilings.budget_within_ceilings(draft(budget=(money(1, "KR:2020-01-01"),)))
    assert gone.reason == "From 2020-01-01: not a budget year of this call any more"
    first = {"side": "KR", "amount_minor": 1, "currency": "KRW"}
    years = {"starts_on": date(2095, 7, 1), "ends_on": date(2095, 12, 31)}, {"starts_on": date(2096, 7, 1)}
    ceilings = {"ceilings": [{**first, **years[0]}, {**first, **years[0], **years[1], "ends_on": date(2096, 12, 31)}]}
    assert outcomes(budget_within_ceilings, draft(ceilings, budget=(money(2),))) == ["fail"]
    assert outcomes(budget_within_ceilings, draft(ceilings, budget=(money(1),))) == ["pass"]
    foreign = Money(Side.US, "US:2096-07-01", "travel", 10**12, "USD")
    assert outcomes(budget_within_ceilings, draft(budget=(foreign,))) == []
    assert outcomes(budget_within_ceilings, draft(budget=(foreign, *within))) == ["pass"]


ASKED = {"key": "aims", "label": text("Aims"), "kind": "long_text", "stage": "white_paper", "scope": "team"}
DOCUMENTS: dict[str, list[dict[str, Any]]] = {
    "documents": [{"key": "plan", "label": text("Plan"), "stage": "white_paper", "sides": ["KR"], "max_pages": 5}],
    "questions": [{"key": "figure", "label": text("Figure"), "kind": "file", "stage": "white_paper", "scope": "team"}],
}


def test_documents_complete() -> None:
    figure = File("figure", Side.US, "f.png", 1, None, "0")
    assert outcomes(documents_complete, draft(DOCUMENTS)) == ["not_yet", "not_yet"]
    assert outcomes(documents_complete, draft(DOCUMENTS, files=(figure,))) == ["not_yet", "pass"]
    optional = {"documents": [{**DOCUMENTS["documents"][0], "required": False}]}
    assert outcomes(documents_complete, draft(optional)) == []


@pytest.mark.parametrize(("pages", "outcome"), [(5, "pass"), (6, "fail"), (None, "fail")])
def test_page_limits(pages: int | None, outcome: str) -> None:
    assert outcomes(page_limits, draft(DOCUMENTS, files=(File("plan", Side.KR, "p", 1, pages, "0"),))) == [outcome]


def test_only_pages_that_are_limited_are_counted() -> None:
    unlimited = {"documents": [{**DOCUMENTS["documents"][0], "max_pages": None}]}
    assert outcomes(page_limits, draft(unlimited, files=(File("plan", Side.KR, "p", 1, None, "0"),))) == []


@pytest.mark.parametrize(
    ("question", "value", "found"),
    [
        ({"limit": 5}, "12345", ["pass"]),
        ({"limit": 5}, "123456", ["fail"]),
        ({"limit": 5}, "12\r\n45", ["pass"]),
        ({"limit": 2, "limit_unit": "words"}, "one two", ["pass"]),
        ({"limit": 2, "limit_unit": "words"}, "one two three", ["fail"]),
        ({"limit": 5}, None, []),
        ({}, "1234567", []),
    ],
)
def test_answers_within_limits(question: dict[str, Any], value: str | None, found: list[str]) -> None:
    given = draft({"questions": [{**ASKED, **question}]}, answers={("aims", ""): value})
    assert outcomes(answers_within_limits, given) == found


def test_an_answer_without_a_limit_hides_no_other() -> None:
    limited = {**ASKED, "key": "more", "limit": 1}
    given = draft({"questions": [ASKED, limited]}, answers={("aims", ""): "long", ("more", ""): "long"})
    assert outcomes(answers_within_limits, given) == ["fail"]


@pytest.mark.parametrize(
    ("kind", "value", "outcome"),
    [
        ("number", 0, "pass"),
        ("number", None, "not_yet"),
        ("short_text", " ", "not_yet"),
        ("short_text", "x", "pass"),
        ("table", [], "not_yet"),
        ("table", [{"a": " "}, {"a": ""}], "not_yet"),
        ("table", [{"a": ""}, {"a": "x"}], "pass"),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_answers_given(kind: str, value: object, outcome: str, required: bool) -> None:
    columns = [{"key": "a", "label": text("A")}] if kind == "table" else []
    questions = [{**ASKED, "kind": kind, "columns": columns, "required": required}]
    given = draft({"questions": questions}, answers={("aims", ""): value})
    assert outcomes(answers_given, given) == ([outcome] if required else [])


def test_how_much_is_filled_counts_required_answers_and_files_of_both_kinds() -> None:
    questions = [{**ASKED, "limit": 9}, {**ASKED, "key": "more", "required": False}, *DOCUMENTS["questions"]]
    optional = {**DOCUMENTS["documents"][0], "key": "cv", "required": False}
    asked = {"questions": questions, "documents": [*DOCUMENTS["documents"], optional]}
    plan, figure = File("plan", Side.KR, "p", 1, 1, "0"), File("figure", Side.US, "f.png", 1, None, "0")
    elsewhere = File("plan", Side.US, "p", 1, 1, "0")
    assert required_parts(draft(asked)) == (False, False, False)
    assert required_parts(draft(asked, answers={("aims", ""): "x"}, files=(elsewhere,))) == (True, False, False)
    assert required_parts(draft(asked, files=(plan, figure))) == (False, True, True)


@pytest.mark.parametrize(
    ("parts", "percent"),
    [((), 100), ((True,), 100), ((False,), 0), ((True, True, False), 66), ((True, *[False] * 199), 0)],
)
def test_only_everything_is_a_hundred_per_cent(parts: tuple[bool, ...], percent: int) -> None:
    assert percent_filled(parts) == percent


@pytest.mark.parametrize(("missing", "changes"), [("supplement", {}), ("stage", {"stage": StageKind.CONCEPT_PAPER})])
def test_without_a_supplement_or_a_closing_day_no_base_is_looked_at(missing: str, changes: dict[str, Any]) -> None:
    base = {**ASKED, "key": "base_budget", "kind": "money", "scope": "KR", "currency": "KRW", "stage": "white_paper"}
    rule = {"side": "KR", "share_percent": 30, "base_at_least_minor": 100, "currency": "KRW"}
    given: dict[str, Any] = {"questions": [base]}
    if missing != "supplement":
        given["supplement"] = {**rule, "base_run_months": 6, "base_left_months": 12}
    answers = {("base_budget", "KR"): 1}
    assert outcomes(supplement_base, draft(given, answers=answers, **changes)) == []
    assert outcomes(supplement_base, draft(given, answers=answers, closes_at=None)) == []


@pytest.mark.parametrize(
    ("base", "starts", "ends", "asked", "found"),
    [
        (200, "2026-01-15", "2027-07-15", 60, ["pass", "pass", "pass", "pass"]),
        (100, "2026-01-15", "2027-07-15", 30, ["pass", "pass", "pass", "pass"]),
        (99, "2026-01-16", "2027-07-14", 60, ["fail", "fail", "fail", "fail"]),
        (10_000, "2026-01-15", "2027-07-15", 3_001, ["pass", "pass", "pass", "fail"]),
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
