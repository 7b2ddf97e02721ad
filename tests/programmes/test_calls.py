"""The life of a call: written, published, extended, copied; no version ever changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.utils import InternalError
from django.utils import timezone

from exchange.http.stale import Stale
from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call, CallVersion, LateCode, Stage
from exchange.programmes.services import (
    NotPublishableError,
    close_call,
    copy_call,
    extend_stage,
    make_late_code,
    publish_call,
    save_draft,
    use_late_code,
)
from exchange.programmes.values.definition import CallDefinition
from tests.programmes.cast import make_definition, text


def test_a_definition_survives_its_json() -> None:
    definition = make_definition()
    assert CallDefinition.model_validate(definition.model_dump(mode="json")) == definition


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": [{"key": "a", "label": text("A"), "kind": "long_text", "stage": "full_proposal"}]},
        {"questions": [{"key": "a", "label": text("A"), "kind": "choice", "stage": "white_paper"}]},
        {"rubric": {"criteria": [{"key": "plan", "label": text("Plan"), "weight": 30}]}},
        {"stages": [{"kind": "white_paper", "opens_at": "2026-02-01T00:00Z", "closes_at": "2026-01-01T00:00Z"}]},
        {
            "questions": [
                {
                    "key": "a",
                    "label": text("A"),
                    "kind": "date",
                    "stage": "white_paper",
                    "shown_if": {"question": "b", "equals": "yes"},
                }
            ]
        },
    ],
)
def test_what_does_not_hold_together_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Value error"):
        make_definition(**changes)


def test_publishing_makes_a_version_and_its_stages(call: Call) -> None:
    assert (call.state, call.version and call.version.number) == (CallState.PUBLISHED, 1)
    assert list(call.stages.values_list("kind", flat=True)) == ["white_paper"]


def test_a_text_in_one_language_only_is_not_published(draft_call: Call, korean_manager: User) -> None:
    half = make_definition(title={"en": "Only English"})
    current = save_draft(draft_call, definition=half, revision=draft_call.revision)
    with pytest.raises(NotPublishableError):
        publish_call(current, note="", by=korean_manager)
    assert CallVersion.objects.count() == 0


def test_a_second_editor_overwrites_nothing(draft_call: Call) -> None:
    read = draft_call.revision
    save_draft(draft_call, definition=make_definition(title=text("First")), revision=read)
    with pytest.raises(Stale) as caught:
        save_draft(draft_call, definition=make_definition(title=text("Second")), revision=read)
    assert caught.value.current.title_en == "First"


def test_a_version_never_changes(call: Call) -> None:
    with pytest.raises((DatabaseError, InternalError)):
        CallVersion.objects.update(content={})


def test_an_extension_is_a_new_version_with_its_reason(call: Call, korean_manager: User) -> None:
    stage = call.stages.get()
    later = stage.closes_at + timedelta(days=14)
    extend_stage(stage, closes_at=later, reason="One application only", by=korean_manager)
    call.refresh_from_db()
    assert call.version is not None
    assert (call.version.number, call.version.note) == (2, "One application only")
    assert [plan.closes_at for plan in call.definition.stages] == [later]
    assert Stage.objects.get().closes_at == later
    publish_call(call, note="Nothing moved", by=korean_manager)


def test_a_deadline_never_moves_forward_or_without_a_reason(call: Call, korean_manager: User) -> None:
    stage = call.stages.get()
    with pytest.raises(ValidationError):
        extend_stage(stage, closes_at=stage.closes_at - timedelta(hours=1), reason="Why not", by=korean_manager)
    with pytest.raises(ValidationError):
        extend_stage(stage, closes_at=stage.closes_at + timedelta(hours=1), reason=" ", by=korean_manager)
    assert CallVersion.objects.count() == 1


def test_an_extension_opens_no_closed_call_again(call: Call, korean_manager: User) -> None:
    stage = call.stages.get()
    close_call(call, by=korean_manager)
    with pytest.raises(ValidationError, match="closed"):
        extend_stage(stage, closes_at=stage.closes_at + timedelta(days=1), reason="Snow", by=korean_manager)
    assert Call.objects.get().state == CallState.CLOSED


def test_a_copy_is_a_draft_a_year_later(call: Call, korean_manager: User) -> None:
    copy = copy_call(call, by=korean_manager)
    before, after = call.definition, copy.draft_definition
    assert (copy.state, copy.copied_from) == (CallState.DRAFT, call)
    assert after.stages[0].closes_at.year == before.stages[0].closes_at.year + 1
    assert after.ceilings[0].starts_on.year == before.ceilings[0].starts_on.year + 1
    assert after.questions == before.questions


def test_a_late_code_is_used_as_often_as_it_says(call: Call, korean_manager: User) -> None:
    stage = call.stages.get()
    later = stage.closes_at + timedelta(days=1)
    code = make_late_code(stage, uses=2, expires_at=later, reason="Outage", by=korean_manager)
    assert [use_late_code(stage, code=code.code) for _ in range(3)] == [True, True, False]


def test_an_expired_late_code_is_worth_nothing(call: Call, korean_manager: User) -> None:
    stage = call.stages.get()
    given: dict[str, Any] = {"uses": 2, "reason": "Outage", "by": korean_manager}
    with pytest.raises(ValidationError, match="would have expired"):
        make_late_code(stage, expires_at=timezone.now(), **given)
    code = make_late_code(stage, expires_at=timezone.now() + timedelta(days=1), **given)
    LateCode.objects.update(expires_at=timezone.now())
    assert use_late_code(stage, code=code.code) is False
