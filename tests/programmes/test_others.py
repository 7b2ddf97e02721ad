"""What is done to one call or one year's money leaves every other as it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange.people.models import User
from exchange.people.services.account import export_account
from exchange.programmes.enums import CallState
from exchange.programmes.models import (
    Agency,
    Call,
    CallVersion,
    Commitment,
    LateCode,
    Programme,
    Stage,
    StageExtension,
    YearBudget,
)
from exchange.programmes.services import (
    close_call,
    commit_budget,
    create_call,
    extend_stage,
    listeners,
    make_late_code,
    publish_call,
    remove_year_budget,
    save_draft,
    set_year_budget,
    use_late_code,
    withdraw_commitment,
)
from tests.programmes.cast import make_definition, text

LONG = "x" * 10_001


@pytest.fixture
def promise(call: Call, year_budget: YearBudget, korean_manager: User) -> Commitment:
    return commit_budget(year_budget, amount_minor=5, purpose="Call", by=korean_manager, call=call)


@pytest.fixture
def beside(programme: Programme, iitp: Agency, korean_manager: User) -> Call:
    """Another call with a code, and money of another year promised to it."""
    made = create_call(programme, definition=make_definition(title=text("Beside")), by=korean_manager)
    publish_call(made, note="", by=korean_manager)
    code(made.stages.get(), korean_manager)
    budget = YearBudget.objects.create(
        programme=programme, agency=iitp, fiscal_year=2027, currency="KRW", amount_minor=100
    )
    commit_budget(budget, amount_minor=5, purpose="Beside", by=korean_manager, call=made)
    return made


def code(stage: Stage, by: User, **changes: Any) -> LateCode:
    values = {"uses": 2, "expires_at": timezone.now() + timedelta(days=1), "reason": "Outage", **changes}
    return make_late_code(stage, by=by, **values)


def rows_of(call: Call) -> list[Any]:
    found = (
        Call.objects.filter(pk=call.pk),
        CallVersion.objects.filter(call=call),
        Stage.objects.filter(call=call),
        LateCode.objects.filter(stage__call=call),
        Commitment.objects.filter(call=call),
        YearBudget.objects.filter(commitments__call=call),
    )
    return [list(rows.order_by("pk").values()) for rows in found]


def extend(call: Call, by: User) -> None:
    stage = call.stages.get()
    extend_stage(stage, closes_at=stage.closes_at + timedelta(days=1), reason="Snow", by=by)


def write(call: Call, by: User) -> None:
    stages = [stage.model_dump() for stage in call.draft_definition.stages]
    save_draft(call, definition=make_definition(title=text("New"), stages=stages), revision=call.revision)
    publish_call(call, note="New title", by=by)


def empty_the_year(call: Call, by: User) -> None:
    withdraw_commitment(call.commitments.get())
    remove_year_budget(YearBudget.objects.get(fiscal_year=2026))


ACTS: dict[str, Callable[[Call, User], Any]] = {
    "write": write,
    "extend": extend,
    "close": lambda call, by: close_call(call, by=by),
    "code": lambda call, by: use_late_code(call.stages.get(), code=code(call.stages.get(), by).code),
    "amount": lambda call, by: set_year_budget(
        YearBudget.objects.get(fiscal_year=2026), amount_minor=50, read_minor=250_000_000
    ),
    "no money": empty_the_year,
}


@pytest.mark.parametrize("name", ACTS)
def test_others_stay_as_they_were(
    call: Call, promise: Commitment, beside: Call, korean_manager: User, name: str
) -> None:
    before = rows_of(beside)
    assert all(before)
    ACTS[name](call, korean_manager)
    assert rows_of(beside) == before
    assert rows_of(call) != before


def test_a_code_that_expires_now_has_expired(call: Call, korean_manager: User) -> None:
    with time_machine.travel(timezone.now(), tick=False), pytest.raises(ValidationError, match="would have expired"):
        code(call.stages.get(), korean_manager, expires_at=timezone.now())


def test_reasons_and_notes_are_of_some_length(call: Call, korean_manager: User) -> None:
    stage = call.stages.get()
    refused: list[Callable[[], Any]] = [
        lambda: extend_stage(stage, closes_at=stage.closes_at + timedelta(days=1), reason=LONG, by=korean_manager),
        lambda: publish_call(call, note=LONG, by=korean_manager),
        lambda: code(stage, korean_manager, reason=LONG),
    ]
    for act in refused:
        with pytest.raises(ValidationError):
            act()
    assert (call.versions.count(), StageExtension.objects.count(), LateCode.objects.count()) == (1, 0, 0)


def test_a_slice_is_told_once_of_an_extension(
    call: Call, korean_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "_on_extension", [])
    told: list[StageExtension] = []
    for _time in range(2):
        listeners.on_extension(told.append)
    extend(call, korean_manager)
    assert told == list(StageExtension.objects.all())
    assert len(told) == 1


def test_the_export_tells_of_ones_own_offices(
    programme: Programme, korean_manager: User, us_manager: User, officer: User
) -> None:
    told = [export_account(user)["programmes"]["offices"] for user in (korean_manager, us_manager, officer)]
    assert [[(one["agency"], one["manages"]) for one in offices] for offices in told] == [
        [("IITP", ["ROK-US Initiative"])],
        [("AFOSR", ["Another"])],
        [("AFOSR", [])],
    ]


@pytest.mark.parametrize("state", CallState)
def test_deadlines_of_a_closed_call_alone_stay(call: Call, korean_manager: User, state: CallState) -> None:
    Call.objects.update(state=state)
    if state == CallState.CLOSED:
        with pytest.raises(ValidationError, match="closed"):
            extend(call, korean_manager)
    else:
        extend(call, korean_manager)
    assert StageExtension.objects.count() == (state != CallState.CLOSED)
