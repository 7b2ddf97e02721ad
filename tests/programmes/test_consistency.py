"""What a call says against itself is said before it is published, by page and API alike."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from exchange.people.models import User
from exchange.programmes.models import Call, Programme
from exchange.programmes.services import NotPublishableError, create_call, publish_call
from exchange.programmes.values.consistency import contradictions
from exchange.programmes.values.presets import presets
from tests.programmes.cast import make_definition, text

FIRST = {
    "kind": "white_paper",
    "opens_at": datetime(2090, 3, 1, tzinfo=UTC),
    "closes_at": datetime(2090, 3, 31, tzinfo=UTC),
}
SECOND = {
    "kind": "full_proposal",
    "opens_at": datetime(2090, 4, 1, tzinfo=UTC),
    "closes_at": datetime(2090, 4, 30, tzinfo=UTC),
}
TALK = {
    "kind": "presentation",
    "opens_at": datetime(2090, 8, 1, tzinfo=UTC),
    "closes_at": datetime(2090, 8, 2, tzinfo=UTC),
}
NUMBER = {"key": "robots", "label": text("Robots"), "kind": "number", "stage": "white_paper"}
PAPER = {"key": "paper", "label": text("Paper"), "stage": "white_paper"}
NEXT_YEAR = {
    "side": "KR",
    "amount_minor": 1,
    "currency": "KRW",
    "starts_on": date(2092, 1, 1),
    "ends_on": date(2092, 12, 31),
}
YEAR = {"side": "KR", "amount_minor": 1, "currency": "KRW", "ends_on": date(2091, 12, 31)}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"questions": [{**NUMBER, "minimum": 3, "maximum": 3}]}, []),
        (
            {"questions": [{**NUMBER, "minimum": 3, "maximum": 2}]},
            ["“Robots”: the smallest number is above the largest, so no answer fits."],
        ),
        ({"stages": [FIRST, {**SECOND, "opens_at": FIRST["opens_at"]}]}, []),
        (
            {"stages": [FIRST, {**SECOND, "opens_at": datetime(2090, 2, 28, tzinfo=UTC)}]},
            ["“Full proposal” opens before “White paper”."],
        ),
        (
            {"stages": [FIRST, {**SECOND, "opens_at": FIRST["opens_at"], "closes_at": FIRST["closes_at"]}]},
            ["“Full proposal” closes no later than “White paper”."],
        ),
        ({"ceilings": [{**YEAR, "starts_on": date(2090, 4, 30)}]}, []),
        (
            {"ceilings": [{**YEAR, "starts_on": date(2090, 4, 29)}]},
            ["The money of Korea begins on 2090-04-29, before the last deadline of the call."],
        ),
        ({"stages": [FIRST, SECOND, TALK], "ceilings": [{**YEAR, "starts_on": date(2090, 7, 1)}]}, []),
        ({"stages": [], "questions": []}, []),
        ({"trl": (3, 3)}, []),
        ({"trl": (4, 3)}, ["The lowest technology readiness is above the highest."]),
        ({"limits": {"load": {"projects": 5, "as_pi": 5}}}, []),
        *(
            (
                {"limits": {load: {"projects": 5, "as_pi": 6}}},
                ["6 projects as principal investigator are more than 5 projects in all."],
            )
            for load in ("load", "load_with_paying_partner")
        ),
        ({"stages": [FIRST, {**SECOND, "by_invitation": True}]}, []),
        (
            {"stages": [{**FIRST, "by_invitation": True}]},
            ["“White paper” is by invitation, and no stage before it lets anybody through."],
        ),
        (
            {"team_formation": "matchmaking"},
            ["Partners are matched after the concept papers, and there is no stage for concept papers."],
        ),
        (
            {"sides": ["US"], "documents": [PAPER], "ceilings": [{**YEAR, "starts_on": date(2091, 1, 1)}, NEXT_YEAR]},
            [f"“{part}” is for Korea, which takes no part in this call." for part in ("Paper", "Budget years")],
        ),
        ({"ceilings": [{**YEAR, "starts_on": date(2091, 1, 1)}, NEXT_YEAR]}, []),
        (
            {"ceilings": [{**YEAR, "starts_on": date(2091, 1, 1)}, {**NEXT_YEAR, "starts_on": date(2091, 12, 31)}]},
            ["Two budget years of Korea overlap, from 2091-12-31 to 2091-12-31."],
        ),
        (
            {"ceilings": [{**YEAR, "starts_on": date(2091, 1, 1)}, {**NEXT_YEAR, "currency": "USD"}]},
            ["The budget years of Korea are in more than one currency."],
        ),
    ],
)
def test_figures_that_contradict_each_other(changes: dict[str, Any], said: list[str]) -> None:
    definition = make_definition(**{"stages": [FIRST, SECOND], **changes})
    assert contradictions(definition) == said


@pytest.mark.parametrize("name", [preset.name for preset in presets()])
def test_no_example_contradicts_itself(name: str) -> None:
    assert contradictions(next(preset.definition for preset in presets() if preset.name == name)) == []


def test_nothing_that_contradicts_itself_is_published(programme: Programme, korean_manager: User) -> None:
    questions = [{**NUMBER, "minimum": 3, "maximum": 2}]
    call = create_call(programme, definition=make_definition(questions=questions), by=korean_manager)
    with pytest.raises(NotPublishableError, match="no answer fits"):
        publish_call(call, note="", by=korean_manager)


def test_a_new_call_is_not_over_when_it_appears_and_a_published_one_may_be_mended_later(
    draft_call: Call, call: Call, programme: Programme, korean_manager: User
) -> None:
    now = timezone.now()
    past = {"kind": "white_paper", "opens_at": now - timedelta(days=9), "closes_at": now - timedelta(seconds=1)}
    over = make_definition(stages=[past])
    late = create_call(programme, definition=over, by=korean_manager)
    with pytest.raises(NotPublishableError, match="“White paper” closes in the past"):
        publish_call(late, note="", by=korean_manager)
    example = create_call(programme, definition=over, by=korean_manager, is_example=True)
    assert publish_call(example, note="", by=korean_manager).number == 1
    assert publish_call(example, note="Mended", by=korean_manager).number == 2
    Call.objects.filter(pk=example.pk).update(is_example=False)
    assert publish_call(example, note="Mended again", by=korean_manager).number == 3
