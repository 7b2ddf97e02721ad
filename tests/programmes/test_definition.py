"""What a definition refuses: every bound on both sides, and everything that does not hold together."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from pydantic import ValidationError

from exchange.dossiers.values.questions import Choice
from exchange.dossiers.values.questions import Document as PlainDocument
from exchange.dossiers.values.questions import Question as PlainQuestion
from exchange.dossiers.values.ranking import normalise_ranks, version_of
from exchange.dossiers.values.rubric import Bonus, Criterion, Rubric
from exchange.dossiers.values.text import Frozen, LongText, Part, Text
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.values.definition import (
    CallDefinition,
    Ceiling,
    Document,
    Limits,
    LoadLimit,
    Question,
    StagePlan,
    Supplement,
)
from tests.programmes.cast import make_definition, text

NAMED = {"key": "a", "label": text("A")}
STAGE = {
    "kind": "white_paper",
    "opens_at": datetime(2026, 3, 1, tzinfo=UTC),
    "closes_at": datetime(2026, 4, 1, tzinfo=UTC),
}
YEAR = {
    "side": "KR",
    "starts_on": date(2026, 7, 1),
    "ends_on": date(2026, 12, 31),
    "amount_minor": 1,
    "currency": "KRW",
}
LOAD = {"projects": 5, "as_pi": 3}
SUPPLEMENT = {
    "side": "KR",
    "share_percent": 30,
    "base_at_least_minor": 1,
    "currency": "KRW",
    "base_run_months": 6,
    "base_left_months": 6,
}
ASKED = {**NAMED, "stage": "white_paper"}
TEXT = {**ASKED, "kind": "long_text"}
WHOLE = {
    Ceiling: YEAR,
    LoadLimit: LOAD,
    Supplement: SUPPLEMENT,
    Document: ASKED,
    Question: TEXT,
    Criterion: NAMED,
    Bonus: NAMED,
}


def is_taken(model: type[Frozen], values: dict[str, Any]) -> bool:
    try:
        model.model_validate({**WHOLE.get(model, {}), **values})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("model", "field", "least", "most", "step"),
    [
        (Ceiling, "amount_minor", 0, 10**15, 1),
        (LoadLimit, "projects", 1, 50, 1),
        (LoadLimit, "as_pi", 1, 50, 1),
        (LoadLimit, "ignores_ending_within_months", 0, 240, 1),
        (Limits, "max_awards", 1, 1000, 1),
        (Limits, "min_people", 1, 100, 1),
        (Limits, "min_pis_per_side", 0, 10, 1),
        (Limits, "max_proposals_per_pi", 1, 20, 1),
        (Limits, "prior_collaboration_months", 0, 240, 1),
        (Supplement, "share_percent", 0, 100, Decimal("0.01")),
        (Supplement, "base_at_least_minor", 0, 10**15, 1),
        (Supplement, "base_run_months", 0, 240, 1),
        (Document, "max_pages", 1, 500, 1),
        (Question, "limit", 1, 50_000, 1),
        (Criterion, "weight", 0, 100, Decimal("0.01")),
        (Criterion, "tier", 1, 10, 1),
        (Bonus, "points", -20, 20, Decimal("0.01")),
        (Rubric, "pass_mark", 0, 100, Decimal("0.01")),
    ],
)
def test_each_figure_has_its_bounds(model: type[Frozen], field: str, least: int, most: int, step: Any) -> None:
    tried = [least - step, least, most, most + step]
    assert [is_taken(model, {field: value}) for value in tried] == [False, True, True, False]


@pytest.mark.parametrize("model", [Criterion, Bonus])
def test_marks_have_two_decimals(model: type[Frozen]) -> None:
    field = "weight" if model is Criterion else "points"
    assert [is_taken(model, {field: Decimal(value)}) for value in ("1.25", "1.255")] == [True, False]


@pytest.mark.parametrize(
    ("key", "taken"),
    [
        ("a", True),
        ("a_1", True),
        ("a" * 40, True),
        ("a" * 41, False),
        ("1a", False),
        ("A", False),
        ("", False),
        ("a-b", False),
    ],
)
def test_keys_are_plain_words(key: str, taken: bool) -> None:
    assert is_taken(Document, {"key": key}) is taken


def test_texts_are_as_long_as_they_may_be() -> None:
    for kind, most in ((Text, 300), (LongText, 20_000)):
        assert [
            is_taken(kind, {language: "x" * length}) for language in ("en", "ko") for length in (most, most + 1)
        ] == [
            True,
            False,
        ] * 2
    assert Text.model_validate({"en": " x "}).en == "x"


def test_nothing_unknown_is_taken_and_nothing_changes() -> None:
    assert not is_taken(Text, {"fr": "x"})
    with pytest.raises(ValidationError):
        Text(en="x").en = "y"  # type: ignore[misc]


@pytest.mark.parametrize(("year", "taken"), [(1899, False), (1900, True), (2900, True), (2901, False)])
def test_years_lie_within_reach(year: int, taken: bool) -> None:
    instants = {"opens_at": datetime(year, 1, 1, tzinfo=UTC), "closes_at": datetime(year, 1, 2, tzinfo=UTC)}
    assert is_taken(StagePlan, {**STAGE, **instants}) is taken
    assert is_taken(Ceiling, {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}) is taken


def test_the_reach_is_said() -> None:
    with pytest.raises(ValidationError, match="Give a year from 1900 to 2900"):
        Ceiling.model_validate({**YEAR, "ends_on": date(2901, 1, 1)})


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({}, True),
        ({"closes_at": STAGE["opens_at"]}, False),
        ({"closes_at": datetime(2026, 3, 1, 0, 0, 0, 1, tzinfo=UTC)}, True),
        ({"time_zone": "Asia/Atlantis"}, False),
        ({"opens_at": datetime(2026, 3, 1)}, False),  # noqa: DTZ001 - that is what is refused
        ({"kind": "party"}, False),
    ],
)
def test_a_window_is_open_for_some_time_in_a_known_zone(changes: dict[str, Any], taken: bool) -> None:
    assert is_taken(StagePlan, {**STAGE, **changes}) is taken


@pytest.mark.parametrize(("ends_on", "taken"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_a_budget_year_ends_after_it_begins(ends_on: date, taken: bool) -> None:
    assert is_taken(Ceiling, {"ends_on": ends_on}) is taken


@pytest.mark.parametrize(
    ("starts", "ends", "months"),
    [
        (date(2026, 7, 1), date(2026, 12, 31), 6),
        (date(2026, 7, 31), date(2026, 8, 1), 2),
        (date(2026, 7, 1), date(2026, 7, 1), 1),
        (date(2026, 7, 1), date(2028, 6, 30), 24),
    ],
)
def test_begun_months_are_counted(starts: date, ends: date, months: int) -> None:
    assert Ceiling.model_validate({**YEAR, "starts_on": starts, "ends_on": ends}).months == months


CHOICE = {"kind": "choice", "choices": [{"key": key, "label": text(key)} for key in ("yes", "no")]}


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        (CHOICE, True),
        ({**CHOICE, "choices": CHOICE["choices"][:1]}, False),
        ({**CHOICE, "choices": [CHOICE["choices"][0]] * 2}, False),
        ({"kind": "table"}, False),
        ({"kind": "table", "columns": CHOICE["choices"][:1]}, True),
        ({"kind": "table", "columns": CHOICE["choices"][:1], "choices": CHOICE["choices"]}, False),
        ({"kind": "money"}, False),
        ({"kind": "money", "currency": "KRW"}, True),
        ({"kind": "number", "limit": 5}, False),
        ({"kind": "short_text", "limit": 5}, True),
        ({"kind": "long_text", "limit": 5}, True),
        ({"kind": "date"}, True),
    ],
)
def test_a_question_has_what_its_kind_needs(changes: dict[str, Any], taken: bool) -> None:
    assert is_taken(Question, changes) is taken


@pytest.mark.parametrize(
    ("scope", "parties"), [("each_side", ("KR", "US")), ("team", (None,)), ("KR", ("KR",)), ("US", ("US",))]
)
def test_who_answers(scope: str, parties: tuple[str | None, ...]) -> None:
    question = Question.model_validate({**TEXT, "scope": scope})
    assert question.parties == parties
    table = Question.model_validate({**TEXT, "kind": "table", "columns": [{**NAMED, "key": "year"}], "scope": scope})
    languages = [{"KR": "ko", "US": "en", None: ""}[party] for party in parties]
    assert [question.language_of(party) for party in parties] == languages
    assert [table.language_of(party) for party in parties] == languages
    number = Question.model_validate({**TEXT, "kind": "number", "scope": scope})
    assert {number.language_of(party) for party in parties} == {""}


def test_without_parties_of_its_own_everybody_answers_once() -> None:
    plain = PlainQuestion.model_validate({**NAMED, "kind": "long_text"})
    assert (plain.parties, PlainDocument.model_validate(NAMED).parties) == ((None,), (None,))
    assert (plain.language_of(None), Document.model_validate(ASKED).parties) == ("", ("KR", "US"))


def weighted(*criteria: tuple[float | None, tuple[float | None, ...]], **changes: Any) -> dict[str, Any]:
    rows = [
        {
            "key": f"c{number}",
            "label": text("C"),
            "weight": weight,
            "items": [{"key": f"i{n}", "label": text("I"), "weight": item} for n, item in enumerate(items)],
        }
        for number, (weight, items) in enumerate(criteria)
    ]
    return {"criteria": rows, **changes}


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        (weighted(), True),
        (weighted((100, ())), True),
        (weighted((60, ()), (40, ())), True),
        (weighted((60, ()), (39, ())), False),
        (weighted((60, ()), (41, ())), False),
        (weighted((100, ()), (None, ())), True),
        (weighted((100, (60, 40))), True),
        (weighted((100, (None, None))), True),
        (weighted((100, (60, 41))), False),
        (weighted((100, (60, 39))), False),
        (weighted((100, (100, None))), False),
        (weighted((60, ()), (40, (30, 11))), False),
        ({"kind": "tiers", **weighted((50, ()))}, False),
        ({"kind": "tiers", **weighted((None, ()))}, False),
        ({"kind": "tiers", "criteria": [{**NAMED, "tier": 1}]}, True),
        ({"kind": "tiers", "criteria": [{**NAMED, "tier": 1, "weight": 100}]}, False),
        ({"kind": "tiers", "criteria": [{**NAMED, "tier": 1}, {**NAMED, "tier": 2}]}, False),
        ({"kind": "tiers", "criteria": [{**NAMED, "tier": 1}, {**NAMED, "key": "b"}]}, False),
        ({"criteria": [{**NAMED, "weight": 50}] * 2}, False),
    ],
)
def test_percentages_add_up(values: dict[str, Any], taken: bool) -> None:
    assert is_taken(Rubric, values) is taken


def stage(kind: str, number: int = 0) -> dict[str, Any]:
    begins = datetime(2026, 1 + number, 1, tzinfo=UTC)
    return {"kind": kind, "opens_at": begins, "closes_at": begins.replace(day=2)}


DECIDED = {**ASKED, **CHOICE, "key": "robots"}
WHERE = {"shown_if": {"question": "robots", "equals": "yes"}}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"stages": [stage("white_paper"), stage("white_paper", 1)]}, "is there twice"),
        ({"stages": [stage("full_proposal"), stage("white_paper", 1)]}, "Stages follow each other"),
        ({"stages": [stage("white_paper"), stage("presentation"), stage("full_proposal")]}, "Stages follow each other"),
        ({"documents": [ASKED, ASKED]}, "is there twice"),
        ({"questions": [TEXT, {**TEXT, "key": "b"}, {**TEXT, "key": "b"}, TEXT]}, "“a” is there twice"),
        ({"ceilings": [YEAR, YEAR]}, "is there twice"),
        ({"documents": [{**ASKED, "stage": "full_proposal"}]}, "belongs to a stage"),
        ({"questions": [{**TEXT, "stage": "full_proposal"}]}, "belongs to a stage"),
        ({"questions": [{**TEXT, **WHERE}]}, "no earlier question offers"),
        ({"questions": [{**TEXT, **WHERE}, DECIDED]}, "no earlier question offers"),
        ({"questions": [{**DECIDED, **WHERE}]}, "no earlier question offers"),
        ({"questions": [DECIDED, {**TEXT, "shown_if": {"question": "robots", "equals": "maybe"}}]}, "no earlier"),
        ({"documents": [{**ASKED, **WHERE}]}, "no earlier question offers"),
        ({"questions": [DECIDED, {**TEXT, **WHERE}], "documents": [{**ASKED, **WHERE}]}, ""),
        ({"stages": [stage(kind, number) for number, kind in enumerate(StageKind)]}, ""),
        ({"ceilings": [YEAR, {**YEAR, "side": "US"}, {**YEAR, "starts_on": date(2026, 8, 1)}]}, ""),
        ({"documents": [ASKED], "questions": [TEXT]}, ""),
    ],
)
def test_a_definition_holds_together(changes: dict[str, Any], reason: str) -> None:
    values = {"questions": [], **changes}
    if not reason:
        make_definition(**values)
        return
    with pytest.raises(ValidationError, match=reason):
        make_definition(**values)


def test_parts_are_found_by_stage_and_side() -> None:
    definition = make_definition(
        stages=[stage("white_paper"), stage("full_proposal", 1)],
        documents=[{**ASKED, "key": "both"}, {**ASKED, "key": "us", "sides": ["US"]}],
        questions=[TEXT, {**TEXT, "key": "later", "stage": "full_proposal"}],
        ceilings=[{**YEAR, "starts_on": date(2026, 8, 1)}, YEAR, {**YEAR, "side": "US"}],
    )
    assert [definition.stage(kind) is not None for kind in StageKind] == [False, True, True, False]
    assert [one.key for one in definition.questions_of("white_paper")] == ["a"]
    assert [[one.key for one in definition.documents_of("white_paper", side)] for side in ("KR", "US", None)] == [
        ["both"],
        ["both", "us"],
        ["both", "us"],
    ]
    assert definition.documents_of("full_proposal") == ()
    assert [one.key for one in definition.ceilings_of(Side.KR)] == ["KR:2026-07-01", "KR:2026-08-01"]
    assert [one.key for one in definition.ceilings_of(Side.US)] == ["US:2026-07-01"]


def test_what_one_language_lacks_is_named_with_its_place() -> None:
    half = {"en": "Half"}
    definition = make_definition(
        title=half,
        summary={"ko": "반"},
        documents=[{**ASKED, "label": half}],
        questions=[{**ASKED, **CHOICE, "choices": [{"key": "yes", "label": half}, {"key": "no", "label": text("No")}]}],
        rubric=weighted((100, ()), bonuses=[{"key": "b", "label": {"ko": "가점"}, "points": 1}]),
    )
    assert definition.missing_texts() == ["Title", "Summary", "Half", "A › Half", "가점"]
    assert CallDefinition(title=Text(en="A", ko="가"), summary=LongText(en="A", ko="가")).missing_texts() == []


def test_a_part_is_named_by_its_label_else_by_its_key() -> None:
    assert [Part(key="a", label=label).name for label in (Text(), Text(ko="가"), Text(en="A", ko="가"))] == [
        "a",
        "가",
        "A",
    ]
    with override("ko"):
        assert Part(key="a", label=Text(en="A", ko="가")).name == "가"
    assert Choice(key="a", label=Text()).lines == ()


@pytest.mark.parametrize(
    ("typed", "order", "mended"),
    [
        ({}, "", (False, False)),
        ({"a": 1, "b": 2}, "ab", (False, False)),
        ({"a": 2, "b": 1}, "ba", (False, False)),
        ({"a": 1, "b": 1}, "ab", (True, False)),
        ({"a": 1, "b": 3}, "ab", (False, True)),
        ({"a": 2, "b": 3}, "ab", (False, True)),
        ({"a": 5, "b": 2, "c": 2}, "bca", (True, True)),
    ],
)
def test_typed_ranks_become_an_order(typed: dict[str, int], order: str, mended: tuple[bool, bool]) -> None:
    found = normalise_ranks(typed)
    assert ("".join(found.order), (found.had_duplicates, found.had_gaps)) == (order, mended)


def test_every_order_has_a_name_of_its_own() -> None:
    names = [version_of(order) for order in ((), ("a",), ("a", "b"), ("b", "a"), ("ab",))]
    assert (len(set(names)), {len(name) for name in names}) == (5, {16})


def test_what_a_call_holds_of_what_it_does_not_say() -> None:
    whole = CallDefinition(
        title=text("T"), stages=[STAGE], ceilings=[YEAR], documents=[ASKED], questions=[{**TEXT, "key": "b"}]
    ).model_dump(mode="json")
    assert (whole["sides"], whole["both_sides_required"], whole["team_formation"]) == (["KR", "US"], True, "before")
    assert (whole["trl"], whole["supplement"], whole["source"]) == (None, None, None)
    assert whole["limits"] == {
        "max_awards": None,
        "min_people": 2,
        "min_pis_per_side": 1,
        "max_proposals_per_pi": None,
        "load": None,
        "load_with_paying_partner": None,
        "prior_collaboration_months": 0,
        "prior_collaboration_excludes": False,
    }
    (stage,), (document,), (question,) = whole["stages"], whole["documents"], whole["questions"]
    assert (stage["time_zone"], stage["by_invitation"]) == ("Asia/Seoul", False)
    assert (document["required"], document["max_pages"], document["sides"]) == (True, None, ["KR", "US"])
    assert (question["required"], question["limit"], question["limit_unit"]) == (True, None, "characters")
    assert (question["scope"], question["choices"], question["columns"]) == ("each_side", [], [])
    load = LoadLimit(**LOAD)
    assert (load.side, load.ignores_ending_within_months) == ("KR", 0)
