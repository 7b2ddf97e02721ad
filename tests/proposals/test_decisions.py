"""What managers decide, when the team can still answer, and what neither does once it is decided."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.dossiers.values.refusal import Refused
from exchange.http.stale import Stale
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, Programme, Stage
from exchange.programmes.services import create_call, publish_call
from exchange.proposals.enums import ProposalState, Role
from exchange.proposals.models import InformationRequest, Proposal, Submission
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.services.decisions import (
    advance_proposal,
    ask_information,
    decline_proposal,
    next_stage,
    waits_for_decision,
)
from exchange.proposals.services.proposals import add_accepted, create_proposal, stage_to_begin
from exchange.proposals.services.submission import (
    confirm_side,
    reopen_proposal,
    withdraw_proposal,
)
from tests.cast import make_researcher
from tests.programmes.cast import make_definition
from tests.proposals.cast import read_of, submit_read

SignIn = Callable[[User | Researcher], Client]


def transaction_began(call: Call) -> Any:
    """By the database's clock, which decides; a test is one transaction."""
    return Stage.objects.annotate(now=TransactionNow()).filter(call=call)[0].now


@pytest.fixture
def submitted(proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher) -> Proposal:
    digest = load_draft(proposal).digest()
    for side, person in ((Side.KR, korean_researcher), (Side.US, us_researcher)):
        assert person.user is not None
        confirm_side(proposal, side=side, digest=digest, by=person.user)
    submit_read(proposal, by=proposal.created_by)
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def asked(submitted: Proposal, korean_manager: User) -> InformationRequest:
    """The deadline is over: only the question lets the team in."""
    began = transaction_began(submitted.call)
    submitted.call.stages.update(opens_at=began - timedelta(days=2), closes_at=began - timedelta(days=1))
    until = timezone.now() + timedelta(days=3)
    return ask_information(
        submitted, read=read_of(submitted), text="Which robots?", answer_until=until, by=korean_manager
    )


@pytest.mark.parametrize(("microseconds", "is_in_time"), [(1, True), (0, False), (-1, False)])
def test_a_question_lets_the_team_in_until_its_time_is_over(
    asked: InformationRequest, microseconds: int, is_in_time: bool
) -> None:
    proposal = asked.proposal
    until = transaction_began(proposal.call) + timedelta(microseconds=microseconds)
    InformationRequest.objects.update(answer_until=until)
    if is_in_time:
        assert submit_read(proposal, by=proposal.created_by, answer="Two arms.").number == 1
        return
    with pytest.raises(Refused, match="The deadline is over"):
        submit_read(proposal, by=proposal.created_by, answer="Two arms.")
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_an_answer_that_never_comes_holds_up_nobody(
    client_of: SignIn, asked: InformationRequest, korean_manager: User
) -> None:
    proposal = Proposal.objects.get()
    with pytest.raises(ValidationError, match="the team is still at work on it"):
        decline_proposal(proposal, read=read_of(proposal), by=korean_manager)
    page = reverse("submission-detail", args=[proposal.public_id, proposal.stage, 1])
    browser, decide = client_of(korean_manager), reverse("proposal-decide", args=[proposal.public_id])
    assert browser.get(page).content.decode().count(decide) == 0
    InformationRequest.objects.update(answer_until=timezone.now() - timedelta(seconds=1))
    assert browser.get(page).content.decode().count(decide) == 1
    again = ask_information(
        proposal,
        read=read_of(proposal),
        text="And now?",
        answer_until=timezone.now() + timedelta(days=1),
        by=korean_manager,
    )
    assert list(proposal.information_requests.all()) == [again]
    InformationRequest.objects.update(answer_until=timezone.now() - timedelta(seconds=1))
    assert decline_proposal(proposal, read=read_of(proposal), by=korean_manager).state == ProposalState.NOT_ADVANCED
    assert not proposal.information_requests.exists()


def test_time_must_be_left_for_an_answer(submitted: Proposal, korean_manager: User) -> None:
    with time_machine.travel(timezone.now(), tick=False), pytest.raises(ValidationError) as refused:
        ask_information(
            submitted, read=read_of(submitted), text="Which?", answer_until=timezone.now(), by=korean_manager
        )
    assert refused.value.message_dict == {"answer_until": ["Leave some time for the answer."]}
    with pytest.raises(ValidationError) as refused:
        ask_information(
            submitted,
            read=read_of(submitted),
            text=" ",
            answer_until=timezone.now() + timedelta(days=1),
            by=korean_manager,
        )
    assert list(refused.value.message_dict) == ["text"]
    assert not InformationRequest.objects.exists()


def advance(proposal: Proposal, read: UUID | None, by: User) -> object:
    return advance_proposal(proposal, read=read, by=by)


def decline(proposal: Proposal, read: UUID | None, by: User) -> object:
    return decline_proposal(proposal, read=read, by=by)


def ask(proposal: Proposal, read: UUID | None, by: User) -> object:
    later = timezone.now() + timedelta(days=1)
    return ask_information(proposal, read=read, text="Which?", answer_until=later, by=by)


@pytest.mark.parametrize("act", [advance, decline, ask])
def test_what_was_submitted_since_is_read_first(
    programme: Programme,
    submitted: Proposal,
    korean_manager: User,
    act: Callable[[Proposal, UUID | None, User], object],
) -> None:
    """In the next stage numbers begin anew: number 1 is not what was read as number 1 before."""
    now = timezone.now()
    for place, kind in ((2, StageKind.FULL_PROPOSAL), (3, StageKind.PRESENTATION)):
        times = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
        Stage.objects.create(call=submitted.call, kind=kind, place=place, **times)
    read = read_of(submitted)
    advance_proposal(submitted, read=read, by=korean_manager)
    first = submitted.submissions.get()
    values = {"call_version": first.call_version, "content": first.content, "digest": first.digest, "number": 1}
    newer = Submission.objects.create(proposal=submitted, stage=StageKind.FULL_PROPOSAL, submitted_at=now, **values)
    Proposal.objects.update(state=ProposalState.SUBMITTED)
    for unread in (read, None):
        with pytest.raises(Stale, match="read submission 1 first") as refused:
            act(submitted, unread, korean_manager)
        assert refused.value.current == newer
    assert Proposal.objects.get().state == ProposalState.SUBMITTED
    assert not submitted.information_requests.exists()
    act(submitted, newer.receipt, korean_manager)
    assert Proposal.objects.get().state != ProposalState.SUBMITTED


@pytest.mark.parametrize("state", ProposalState)
def test_only_what_is_submitted_is_decided_withdrawn_and_taken_up_again(
    submitted: Proposal, korean_manager: User, state: ProposalState
) -> None:
    """No question is open: what is asked can still be withdrawn."""
    acts: dict[str, Callable[[], object]] = {
        "decline": lambda: decline_proposal(submitted, read=read_of(submitted), by=korean_manager),
        "withdraw": lambda: withdraw_proposal(submitted, reason="", by=korean_manager),
        "reopen": lambda: reopen_proposal(submitted),
        "submit": lambda: submit_read(submitted, by=korean_manager),
    }
    done = set()
    for name, act in acts.items():
        Proposal.objects.update(state=state)
        try:
            act()
        except ValidationError:
            continue
        done.add(name)
    assert (
        done
        == {
            ProposalState.DRAFT: {"submit"},
            ProposalState.SUBMITTED: {"decline", "withdraw", "submit"},
            ProposalState.INFORMATION_ASKED: {"decline", "withdraw", "submit"},
            ProposalState.WITHDRAWN: {"reopen"},
            ProposalState.ADVANCED: set(),
            ProposalState.NOT_ADVANCED: set(),
        }[state]
    )


def test_what_is_asked_waits_for_the_answer(asked: InformationRequest) -> None:
    proposal = Proposal.objects.get()
    assert waits_for_decision(proposal) is False
    InformationRequest.objects.update(answered_at=timezone.now())
    assert waits_for_decision(proposal) is True


def test_nothing_is_taken_up_again_after_the_deadline(submitted: Proposal, korean_manager: User) -> None:
    withdraw_proposal(submitted, reason="", by=korean_manager)
    closes_at = transaction_began(submitted.call)
    submitted.call.stages.update(closes_at=closes_at)
    with pytest.raises(Refused, match="The deadline is over"):
        reopen_proposal(submitted)
    submitted.call.stages.update(closes_at=closes_at + timedelta(microseconds=1))
    assert reopen_proposal(submitted).state == ProposalState.DRAFT


def test_a_stage_is_open_from_its_first_instant(submitted: Proposal, korean_researcher: Researcher) -> None:
    began = transaction_began(submitted.call)
    Proposal.objects.update(state=ProposalState.DRAFT)
    submitted.call.stages.update(opens_at=began + timedelta(microseconds=1))
    with pytest.raises(Refused, match="This stage is not open yet"):
        submit_read(submitted, by=korean_researcher.user)
    submitted.call.stages.update(opens_at=began)
    assert submit_read(submitted, by=korean_researcher.user).number == 2


def test_withdrawing_takes_the_open_question_back_and_keeps_the_answered_ones(
    submitted: Proposal, korean_manager: User
) -> None:
    values = {"proposal": submitted, "text": "Which?", "answer_until": timezone.now() + timedelta(days=1)}
    answered = InformationRequest.objects.create(answered_at=timezone.now(), **values)
    InformationRequest.objects.create(**values)
    withdraw_proposal(submitted, reason="", by=korean_manager)
    assert list(submitted.information_requests.all()) == [answered]


def two_stages(programme: Programme, by: User, second: str, **changes: object) -> Call:
    now = timezone.now()
    stages = [
        {"kind": "white_paper", "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=7)},
        {"kind": second, "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9), **changes},
    ]
    call = create_call(programme, definition=make_definition(stages=stages), by=by)
    publish_call(call, note="", by=by)
    call.refresh_from_db()
    return call


@pytest.mark.parametrize(
    ("second", "stage", "state"),
    [
        (StageKind.FULL_PROPOSAL, StageKind.FULL_PROPOSAL, ProposalState.DRAFT),
        (StageKind.PRESENTATION, StageKind.WHITE_PAPER, ProposalState.ADVANCED),
    ],
)
def test_the_next_stage_is_a_draft_where_it_takes_submissions(
    programme: Programme,
    korean_manager: User,
    korean_researcher: Researcher,
    second: StageKind,
    stage: StageKind,
    state: ProposalState,
) -> None:
    call = two_stages(programme, korean_manager, second)
    proposal = create_proposal(call, researcher=korean_researcher, title_en="Trust")
    Proposal.objects.update(state=ProposalState.SUBMITTED)
    advanced = advance_proposal(proposal, read=read_of(proposal), by=korean_manager)
    assert (advanced.stage, advanced.state) == (stage, state)
    following = next_stage(Proposal(call=call, stage=second))
    assert following is None


@pytest.mark.parametrize(
    ("second", "changes", "begins"),
    [
        (StageKind.FULL_PROPOSAL, {}, True),
        (StageKind.FULL_PROPOSAL, {"by_invitation": True}, False),
        (StageKind.PRESENTATION, {}, False),
    ],
)
def test_nobody_begins_in_a_stage_that_is_by_invitation_or_takes_nothing(
    programme: Programme, korean_manager: User, second: StageKind, changes: dict[str, object], begins: bool
) -> None:
    """The first stage is over; the second one runs."""
    call = two_stages(programme, korean_manager, second, **changes)
    assert (call.is_open, stage_to_begin(call).kind) == (True, StageKind.WHITE_PAPER)
    call.stages.filter(kind=StageKind.WHITE_PAPER).update(closes_at=timezone.now())
    call = Call.objects.get()
    assert call.is_open is begins
    if begins:
        assert stage_to_begin(call).kind == second
        return
    with pytest.raises(ValidationError, match="takes no new proposals"):
        stage_to_begin(call)


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("by_api", [False, True])
def test_nobody_leaves_or_is_removed_once_it_is_decided(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, state: ProposalState, by_api: bool
) -> None:
    """The lead removes one member, and another one leaves."""
    assert korean_researcher.organisation is not None
    people = [make_researcher(f"m{n}@example.org", f"M {n}", korean_researcher.organisation) for n in range(2)]
    removed, leaving = [add_accepted(proposal, person, role=Role.MEMBER) for person in people]
    Proposal.objects.update(state=state)
    name = "api-member-removal" if by_api else "member-remove"
    answers = [
        client_of(person).post(reverse(name, args=[proposal.public_id, member.public_id]), {"reason": "x"}).status_code
        for person, member in ((korean_researcher, removed), (people[1], leaving))
    ]
    is_open = state in {ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.INFORMATION_ASKED}
    assert answers == [(200 if by_api else 302) if is_open else 403] * 2
    assert proposal.members.filter(state="removed").count() == (2 if is_open else 0)
