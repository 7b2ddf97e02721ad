"""What moves a deadline, what does not, and what a call can begin with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Agency, Call, LateCode, Programme, ProgrammeTopic, Stage
from exchange.programmes.services import (
    NotPublishableError,
    begin_call,
    close_call,
    commit_budget,
    copy_call,
    create_call,
    enter_year_budget,
    extend_stage,
    make_late_code,
    publish_call,
    remove_year_budget,
    save_draft,
    use_late_code,
)
from tests.programmes.cast import make_definition, text

OPENS = datetime(2090, 3, 1, tzinfo=UTC)


def stages(*kinds: str, days: int = 10) -> list[dict[str, Any]]:
    """One after the other, of so many days each."""
    return [
        {
            "kind": kind,
            "opens_at": OPENS + timedelta(days=20 * number),
            "closes_at": OPENS + timedelta(days=20 * number + days),
        }
        for number, kind in enumerate(kinds)
    ]


def published(programme: Programme, by: User, *kinds: str) -> Call:
    call = create_call(programme, definition=make_definition(stages=stages(*kinds)), by=by)
    publish_call(call, note="", by=by)
    call.refresh_from_db()
    return call


@pytest.fixture
def two(programme: Programme, korean_manager: User) -> Call:
    return published(programme, korean_manager, "white_paper", "full_proposal")


def test_an_extension_moves_its_own_stage_and_the_draft_with_it(two: Call, korean_manager: User) -> None:
    first, second = two.stages.order_by("place")
    for closes_at, is_later in ((first.closes_at, False), (first.closes_at + timedelta(microseconds=1), True)):
        if not is_later:
            with pytest.raises(ValidationError, match="must end later than before"):
                extend_stage(first, closes_at=closes_at, reason="Snow", by=korean_manager)
            continue
        extend_stage(first, closes_at=closes_at, reason="Snow", by=korean_manager)
    found = Call.objects.get()
    moved = [first.closes_at + timedelta(microseconds=1), second.closes_at]
    assert [plan.closes_at for plan in found.definition.stages] == moved
    assert [plan.closes_at for plan in found.draft_definition.stages] == moved
    assert list(found.stages.order_by("place").values_list("closes_at", flat=True)) == moved


def test_an_extension_contradicts_nothing_that_the_call_says(two: Call, korean_manager: User) -> None:
    first, second = two.stages.order_by("place")
    with pytest.raises(ValidationError, match="“Full proposal” closes no later than “White paper”") as refused:
        extend_stage(first, closes_at=second.closes_at, reason="Snow", by=korean_manager)
    assert list(refused.value.error_dict) == ["closes_at"]
    extend_stage(second, closes_at=second.closes_at + timedelta(days=1), reason="Snow", by=korean_manager)
    extend_stage(first, closes_at=second.closes_at, reason="Snow", by=korean_manager)
    with time_machine.travel(second.closes_at + timedelta(days=9)):
        gone = second.closes_at + timedelta(days=2)
        with pytest.raises(ValidationError, match="would be over already"):
            extend_stage(second, closes_at=gone, reason="Snow", by=korean_manager)


def test_what_a_call_contradicted_before_is_not_held_against_an_extension(
    programme: Programme, korean_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_definition(stages=stages("white_paper"), trl=(4, 3))
    call = create_call(programme, definition=old, by=korean_manager)
    with monkeypatch.context() as before:
        before.setattr("exchange.programmes.services.calls.objections_to", lambda *_: [])
        publish_call(call, note="", by=korean_manager)
    stage = call.stages.get()
    extend_stage(stage, closes_at=stage.closes_at + timedelta(days=1), reason="Snow", by=korean_manager)


def test_the_deadlines_of_a_closed_call_stay(two: Call, korean_manager: User) -> None:
    stage = two.stages.get(place=0)
    close_call(two, by=korean_manager)
    with pytest.raises(ValidationError, match="This call is closed"):
        extend_stage(stage, closes_at=stage.closes_at + timedelta(days=1), reason="Snow", by=korean_manager)
    assert two.stages.get(place=0).closes_at == stage.closes_at


@pytest.mark.parametrize(("microseconds", "is_of_use"), [(1, True), (-1, False)])
def test_a_code_is_of_use_until_it_expires(two: Call, korean_manager: User, microseconds: int, is_of_use: bool) -> None:
    stage = two.stages.annotate(now=TransactionNow())[0]
    soon = timezone.now() + timedelta(hours=1)
    code = make_late_code(stage, uses=1, expires_at=soon, reason="Outage", by=korean_manager)
    LateCode.objects.update(expires_at=soon if is_of_use else stage.now + timedelta(microseconds=microseconds))
    assert use_late_code(stage, code=f" {code.code.upper()} ") is is_of_use


def test_a_code_opens_its_own_stage_and_no_other_code_does(two: Call, korean_manager: User) -> None:
    first, second = two.stages.order_by("place")
    expires_at = timezone.now() + timedelta(days=1)
    with pytest.raises(ValidationError, match="At least one team"):
        make_late_code(first, uses=0, expires_at=expires_at, reason="Outage", by=korean_manager)
    with pytest.raises(ValidationError):
        make_late_code(first, uses=1, expires_at=expires_at, reason=" ", by=korean_manager)
    code = make_late_code(first, uses=1, expires_at=expires_at, reason="Outage", by=korean_manager)
    tried = [(second, code.code), (first, "another"), (first, code.code), (first, code.code)]
    assert [use_late_code(stage, code=typed) for stage, typed in tried] == [False, False, True, False]


@pytest.mark.parametrize("state", CallState)
def test_the_next_stage_takes_submissions_and_is_not_over(
    programme: Programme, korean_manager: User, state: CallState
) -> None:
    call = published(programme, korean_manager, "white_paper", "full_proposal", "presentation")
    call.state = state
    closings = [stage.closes_at for stage in call.stages.order_by("place")]
    found = []
    for now in (closings[0] - timedelta(seconds=1), closings[0], closings[1], closings[2]):
        with time_machine.travel(now, tick=False):
            found.append(call.next_stage and call.next_stage.kind)
    open_ones = ["white_paper", "full_proposal", None, None]
    assert found == (open_ones if state != CallState.CLOSED else [None] * 4)


@pytest.mark.parametrize("state", CallState)
def test_a_call_is_open_within_its_windows(programme: Programme, korean_manager: User, state: CallState) -> None:
    call = published(programme, korean_manager, "white_paper", "presentation")
    call.state = state
    (first, talk), second = call.stages.order_by("place"), timedelta(seconds=1)
    found = []
    for now in (first.opens_at - second, first.opens_at, first.closes_at - second, first.closes_at, talk.opens_at):
        with time_machine.travel(now, tick=False):
            found.append(call.is_open)
    assert found == [False, *([state == CallState.PUBLISHED] * 2), False, False]


@pytest.mark.parametrize("state", CallState)
def test_only_a_published_call_is_closed(two: Call, korean_manager: User, state: CallState) -> None:
    Call.objects.update(state=state)
    assert close_call(two, by=korean_manager) is (state == CallState.PUBLISHED)
    assert Call.objects.get().state == (CallState.CLOSED if state == CallState.PUBLISHED else state)


def test_what_cannot_be_published(programme: Programme, two: Call, korean_manager: User) -> None:
    talk = create_call(
        programme, definition=make_definition(stages=stages("presentation"), questions=[]), by=korean_manager
    )
    with pytest.raises(NotPublishableError, match="no stage in which something can be submitted"):
        publish_call(talk, note="", by=korean_manager)
    for changed in (stages("white_paper"), stages("white_paper", "full_proposal", days=11)):
        current = Call.objects.get(pk=two.pk)
        save_draft(current, definition=make_definition(stages=changed), revision=current.revision)
        with pytest.raises(NotPublishableError, match="moved by an extension"):
            publish_call(two, note="", by=korean_manager)
    assert two.versions.count() == 1


def test_a_stage_that_is_not_in_the_draft_any_more_goes(two: Call, korean_manager: User) -> None:
    Stage.objects.create(
        call=two, kind="concept_paper", place=9, opens_at=OPENS, closes_at=OPENS + timedelta(days=1), time_zone="UTC"
    )
    publish_call(two, note="", by=korean_manager)
    assert list(two.stages.order_by("place").values_list("kind", flat=True)) == ["white_paper", "full_proposal"]


@pytest.mark.parametrize(("years", "day"), [(1, date(2029, 2, 28)), (4, date(2032, 2, 29))])
def test_a_leap_day_moves_to_the_last_of_february(
    programme: Programme, korean_manager: User, years: int, day: date
) -> None:
    year = {
        "side": "KR",
        "starts_on": date(2028, 1, 1),
        "ends_on": date(2028, 2, 29),
        "amount_minor": 1,
        "currency": "KRW",
    }
    call = create_call(programme, definition=make_definition(ceilings=[year]), by=korean_manager)
    assert copy_call(call, by=korean_manager, years=years).draft_definition.ceilings[0].ends_on == day


def test_what_a_call_begins_with(programme: Programme, two: Call, korean_manager: User, iitp: Agency) -> None:
    two.topics.add(ProgrammeTopic.objects.create(programme=programme, name_en="Robots", name_ko="로봇"))
    other = Programme.objects.create(
        name_en="Other", name_ko="다른 사업", starts_on=date(2025, 7, 1), ends_on=date(2028, 6, 30)
    )
    begun = {
        begin_with: begin_call(place, begin_with=begin_with, years=1, by=korean_manager)
        for place, begin_with in (
            (programme, "empty"),
            (programme, "preset:afosr_iitp_2025"),
            (programme, f"call:{two.public_id}"),
        )
    }
    assert [one.is_example for one in begun.values()] == [False, False, False]
    assert [one.draft_definition.source for one in begun.values()] == [None, None, None]
    assert [one.copied_from for one in begun.values()] == [None, None, two]
    assert [one.topics.count() for one in begun.values()] == [0, 0, 1]
    elsewhere = begin_call(other, begin_with=f"call:{two.public_id}", years=1, by=korean_manager)
    assert (elsewhere.programme, elsewhere.topics.count()) == (other, 0)
    for gone in ("preset:none", f"call:{uuid4()}", "", "something", "some:afosr_iitp_2025"):
        with pytest.raises(ValidationError, match="no longer exists"):
            begin_call(programme, begin_with=gone, years=1, by=korean_manager)


def test_a_year_with_promises_stays_and_an_agency_must_take_part(
    programme: Programme, two: Call, iitp: Agency, korean_manager: User
) -> None:
    stranger = Agency.objects.create(code="nrf", name_en="NRF", name_ko="연구재단", side=Side.KR, currency="KRW")
    with pytest.raises(ValidationError, match="no part in the programme"):
        enter_year_budget(programme, agency=stranger, fiscal_year=2026, amount_minor=5)
    budget = enter_year_budget(programme, agency=iitp, fiscal_year=2026, amount_minor=5)
    promise = commit_budget(budget, amount_minor=5, purpose="All", by=korean_manager, call=two)
    with pytest.raises(ValidationError, match="Something is promised"):
        remove_year_budget(budget)
    for amount in (0, 6):
        with pytest.raises(ValidationError):
            commit_budget(budget, amount_minor=amount, purpose="More", by=korean_manager)
    promise.delete()
    remove_year_budget(budget)
    with pytest.raises(ValidationError, match="not there any more"):
        remove_year_budget(budget)


def test_money_of_one_programme_is_not_promised_to_a_call_of_another(
    programme: Programme, two: Call, iitp: Agency, korean_manager: User
) -> None:
    other = Programme.objects.create(
        name_en="Other", name_ko="다른 사업", starts_on=date(2025, 7, 1), ends_on=date(2028, 6, 30)
    )
    other.agencies.set([iitp])
    budget = enter_year_budget(other, agency=iitp, fiscal_year=2026, amount_minor=5)
    with pytest.raises(ValidationError, match="belongs to another programme"):
        commit_budget(budget, amount_minor=1, purpose="All", by=korean_manager, call=two)


def test_texts_must_be_in_both_languages_wherever_they_stand(two: Call, korean_manager: User) -> None:
    half = {"key": "cv", "label": {"en": "CV"}, "stage": "white_paper"}
    current = Call.objects.get()
    definition = make_definition(title=text("T"), stages=stages("white_paper", "full_proposal"), documents=[half])
    save_draft(current, definition=definition, revision=current.revision)
    with pytest.raises(NotPublishableError, match="“CV” is not in both languages"):
        publish_call(two, note="", by=korean_manager)
