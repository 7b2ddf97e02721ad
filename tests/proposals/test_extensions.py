"""Who is told that a deadline moves, and reminded of it: whoever is at work in this very stage of this very call."""

from datetime import timedelta
from typing import Any

import pytest

from exchange.messaging.models import OutboxMessage
from exchange.people.models import User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, Programme
from exchange.programmes.services import create_call, extend_stage, publish_call
from exchange.proposals.enums import EDITABLE, MemberState, ProposalState
from exchange.proposals.models import Proposal
from exchange.proposals.services.decisions import next_stage
from exchange.proposals.services.reminders import people_to_remind
from tests.programmes.cast import make_definition


@pytest.fixture
def another_call(programme: Programme, korean_manager: User) -> Call:
    """With a later stage than any of the call."""
    plan = make_definition().stages[0].model_dump()
    later = {"kind": StageKind.FULL_PROPOSAL, "closes_at": plan["closes_at"] + timedelta(days=1)}
    stages = [plan, {**plan, **later}]
    made = create_call(programme, definition=make_definition(stages=stages), by=korean_manager)
    publish_call(made, note="", by=korean_manager)
    return made


def told(call: Call, by: User) -> list[str]:
    stage = call.stages.get()
    extend_stage(stage, closes_at=stage.closes_at + timedelta(days=1), reason="Snow", by=by)
    mails = OutboxMessage.objects.filter(key__startswith="extension-").order_by("pk")
    return list(mails.values_list("user__email", flat=True))


@pytest.mark.parametrize("state", ProposalState)
def test_who_can_still_change_something_is_told(proposal: Proposal, korean_manager: User, state: ProposalState) -> None:
    Proposal.objects.update(state=state)
    team = ["minji@example.org", "alex@example.org"]
    assert told(proposal.call, korean_manager) == (team if state in EDITABLE else [])


def test_who_has_left_is_not(proposal: Proposal, korean_manager: User) -> None:
    proposal.members.filter(side="US").update(state=MemberState.REMOVED)
    assert told(proposal.call, korean_manager) == ["minji@example.org"]


@pytest.mark.parametrize("where", ["another call", "another stage"])
def test_who_is_elsewhere_is_neither_told_nor_reminded(
    proposal: Proposal, another_call: Call, korean_manager: User, where: str
) -> None:
    changes: dict[str, Any] = {"call": another_call} if where == "another call" else {"stage": StageKind.FULL_PROPOSAL}
    call = proposal.call
    assert people_to_remind(call.stages.get()).count() == 2
    Proposal.objects.update(**changes)
    assert not people_to_remind(call.stages.get()).exists()
    assert told(call, korean_manager) == []


def test_the_next_stage_is_of_the_own_call(proposal: Proposal, another_call: Call) -> None:
    assert next_stage(proposal) is None
    following = next_stage(Proposal(call=another_call, stage=StageKind.WHITE_PAPER))
    assert following == another_call.stages.get(kind=StageKind.FULL_PROPOSAL)
