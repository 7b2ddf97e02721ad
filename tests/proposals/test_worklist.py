"""What of invitations and proposals waits for whom, until when, and what ends it."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call, Stage
from exchange.programmes.services import close_call
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import InformationRequest, Proposal, TeamMember
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.worklist.invitations import waiting_invitations
from exchange.proposals.selectors.worklist.proposals import waiting_in_proposals
from exchange.proposals.services.decisions import advance_proposal, ask_information
from exchange.proposals.services.proposals import add_accepted, create_proposal
from exchange.proposals.services.submission import confirm_side, withdraw_proposal
from exchange.proposals.services.team import accept_invitation, declare, decline_invitation, remove_member
from tests.cast import make_researcher
from tests.proposals.cast import answer, read_of, sign_off, submit_read

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def invited(proposal: Proposal, us_researcher: Researcher) -> TeamMember:
    return TeamMember.objects.create(
        proposal=proposal, side=Side.US, role=Role.MEMBER, name="Sam Field", email="sam@example.org"
    )


@pytest.fixture
def sam(us_researcher: Researcher) -> Researcher:
    assert us_researcher.organisation is not None
    return make_researcher("sam@example.org", "Sam Field", us_researcher.organisation)


@pytest.fixture
def member(proposal: Proposal, sam: Researcher) -> TeamMember:
    """Takes part without leading, and has signed off."""
    made = add_accepted(proposal, sam, role=Role.MEMBER)
    sign_off(proposal)
    made.refresh_from_db()
    return made


def user_of(researcher: Researcher) -> User:
    return User.objects.get(researcher=researcher)


def acts(researcher: Researcher) -> list[tuple[str, str]]:
    return [(one.kind, one.act) for one in waiting_in_proposals(Reader(user_of(researcher)))]


def invitations(researcher: Researcher) -> list[str]:
    return [one.subject for one in waiting_invitations(Reader(user_of(researcher)))]


def closes_in(proposal: Proposal, **time: int) -> Stage:
    stage = Stage.objects.get(call=proposal.call, kind=proposal.stage)
    stage.opens_at, stage.closes_at = timezone.now() - timedelta(days=90), timezone.now() + timedelta(**time)
    stage.save()
    return stage


def confirm(proposal: Proposal, researcher: Researcher) -> None:
    digest = load_draft(proposal).digest()
    confirm_side(proposal, side=Side(researcher.country), digest=digest, by=user_of(researcher))


def submit(proposal: Proposal, *leads: Researcher) -> None:
    for lead in leads:
        confirm(proposal, lead)
    submit_read(proposal, by=user_of(leads[0]))
    proposal.refresh_from_db()


def test_an_invitation_waits_for_the_invited_person_alone(
    invited: TeamMember, sam: Researcher, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    found = [invitations(one) for one in (sam, korean_researcher, us_researcher)]
    assert found == [[str(invited.public_id)], [], []]


def test_an_invitation_tells_what_for_and_until_when(
    client_of: ClientOf, invited: TeamMember, sam: Researcher, proposal: Proposal
) -> None:
    (found,) = waiting_invitations(Reader(user_of(sam)))
    stage = Stage.objects.get(call=proposal.call)
    assert (found.title, found.detail) == ("Trust between people and robots", "Member · Human-robot teams")
    assert (found.due_at, found.entry) == (stage.closes_at, "proposal-list")
    assert user_of(sam).has_perm("proposals.answer_invitation", invited)
    assert client_of(sam).get(found.url).status_code == HTTPStatus.OK


@pytest.mark.parametrize("service", [accept_invitation, decline_invitation, remove_member])
def test_an_invitation_is_gone_when_it_was_answered_or_taken_back(
    service: Any, invited: TeamMember, sam: Researcher
) -> None:
    arguments: dict[Any, dict[str, Any]] = {
        accept_invitation: {"researcher": sam},
        decline_invitation: {},
        remove_member: {"reason": "Full."},
    }
    service(invited, **arguments[service])
    assert invitations(sam) == []


def test_an_invitation_is_gone_with_its_deadline_and_when_nothing_can_be_submitted(
    invited: TeamMember, sam: Researcher, proposal: Proposal
) -> None:
    closes_in(proposal, seconds=-1)
    assert invitations(sam) == []
    closes_in(proposal, days=1)
    assert invitations(sam) == [str(invited.public_id)]
    Stage.objects.filter(call=proposal.call).update(opens_at=timezone.now() + timedelta(hours=1))
    assert invitations(sam) == []
    Stage.objects.filter(call=proposal.call).update(opens_at=timezone.now() - timedelta(hours=1))
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN)
    assert invitations(sam) == []


def test_an_invitation_is_gone_when_its_call_is_closed(
    invited: TeamMember, sam: Researcher, proposal: Proposal, korean_manager: User
) -> None:
    closes_in(proposal, days=1)
    close_call(proposal.call, by=korean_manager)
    assert invitations(sam) == []


def test_an_invitation_into_a_team_that_is_asked_waits_as_long_as_the_question(
    proposal: Proposal, sam: Researcher, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    submit(proposal, korean_researcher, us_researcher)
    until = timezone.now() + timedelta(days=1)
    ask_information(proposal, read=read_of(proposal), text="Why?", answer_until=until, by=korean_manager)
    TeamMember.objects.create(
        proposal=proposal, side=Side.US, role=Role.MEMBER, name="Sam Field", email="sam@example.org"
    )
    closes_in(proposal, seconds=-1)
    assert [one.due_at for one in waiting_invitations(Reader(user_of(sam)))] == [until]
    InformationRequest.objects.update(answer_until=timezone.now() - timedelta(seconds=1))
    assert invitations(sam) == []


def test_an_invitation_to_another_address_waits_once_that_is_confirmed(
    invited: TeamMember, korean_researcher: Researcher
) -> None:
    address = EmailAddress.objects.create(user=user_of(korean_researcher), email="sam@example.org", verified=False)
    assert invitations(korean_researcher) == []
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert invitations(korean_researcher) == [str(invited.public_id)]


def test_a_draft_waits_for_what_its_rules_still_ask_of_this_person(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher, member: TeamMember, sam: Researcher
) -> None:
    answer(proposal, "aims", Side.KR, "")
    found = {name: acts(one) for name, one in (("kr", korean_researcher), ("us", us_researcher), ("sam", sam))}
    assert found == {"kr": [("draft", "Continue")], "us": [("draft", "Continue")], "sam": []}
    answer(proposal, "aims", Side.US, "")
    (item,) = waiting_in_proposals(Reader(user_of(sam)))
    assert item.detail == "1 rule is not fulfilled yet: Every required question is answered · Human-robot teams"
    assert item.url == f"/proposals/{proposal.public_id}/answers/#answer-aims"


def test_of_the_team_only_the_own_entry_waits_for_a_member(
    client_of: ClientOf, proposal: Proposal, member: TeamMember, sam: Researcher, korean_researcher: Researcher
) -> None:
    proposal.members.filter(researcher=korean_researcher).update(signed_off_at=None)
    assert (acts(korean_researcher), acts(sam)) == ([("draft", "Continue")], [])
    proposal.members.filter(pk=member.pk).update(signed_off_at=None)
    (item,) = waiting_in_proposals(Reader(user_of(sam)))
    assert item.url == f"/proposals/{proposal.public_id}/team/#team"
    assert client_of(sam).get(item.url).status_code == HTTPStatus.OK
    values = {"projects_at_once": 0, "projects_as_pi": 0, "last_collaboration_on": None, "foreign_support": "None"}
    declare(member, values=values, signed=True)
    assert acts(sam) == []


def test_a_complete_draft_goes_from_one_lead_to_the_other(
    client_of: ClientOf, proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    def both() -> list[list[tuple[str, str]]]:
        return [acts(korean_researcher), acts(us_researcher)]

    found = [both()]
    confirm(proposal, korean_researcher)
    found.append(both())
    confirm(proposal, us_researcher)
    found.append(both())
    (item,) = waiting_in_proposals(Reader(user_of(us_researcher)))
    assert client_of(us_researcher).get(item.url).status_code == HTTPStatus.OK
    submit_read(proposal, by=user_of(us_researcher))
    assert [*found, both()] == [
        [[("draft", "Confirm")], [("draft", "Confirm")]],
        [[], [("draft", "Confirm")]],
        [[("draft", "Submit")], [("draft", "Submit")]],
        [[], []],
    ]


def test_a_co_lead_submits_but_does_not_confirm(
    proposal: Proposal, member: TeamMember, sam: Researcher, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    TeamMember.objects.filter(pk=member.pk).update(role=Role.CO_PI)
    before = acts(sam)
    for lead in (korean_researcher, us_researcher):
        confirm(proposal, lead)
    assert (before, acts(sam)) == ([], [("draft", "Submit")])


@pytest.mark.parametrize(("days", "waits"), [(29, True), (31, False), (-1, False)])
def test_a_draft_waits_when_its_deadline_is_near_and_not_over(
    proposal: Proposal, us_researcher: Researcher, days: int, waits: bool
) -> None:
    stage = closes_in(proposal, days=days)
    assert [one.due_at for one in waiting_in_proposals(Reader(user_of(us_researcher)))] == [stage.closes_at] * waits


def test_nothing_waits_before_the_stage_opens_or_once_the_call_is_closed(
    proposal: Proposal, us_researcher: Researcher, korean_manager: User
) -> None:
    Stage.objects.filter(call=proposal.call).update(opens_at=timezone.now() + timedelta(hours=1))
    assert acts(us_researcher) == []
    Stage.objects.filter(call=proposal.call).update(opens_at=timezone.now() - timedelta(days=1))
    close_call(Call.objects.get(pk=proposal.call_id), by=korean_manager)
    assert acts(us_researcher) == []


@pytest.mark.parametrize("state", [MemberState.INVITED, MemberState.REMOVED])
def test_nothing_waits_for_whoever_is_not_in_the_team(
    proposal: Proposal, us_researcher: Researcher, state: MemberState
) -> None:
    proposal.members.filter(researcher=us_researcher).update(state=state)
    assert acts(us_researcher) == []


def test_a_change_after_submitting_waits_for_the_leads_until_it_is_submitted(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher, member: TeamMember, sam: Researcher
) -> None:
    submit(proposal, korean_researcher, us_researcher)
    answer(proposal, "aims", Side.US, "We measure it twice.")
    found = [[acts(korean_researcher), acts(sam)]]
    confirm(proposal, korean_researcher)
    found.append([acts(korean_researcher), acts(us_researcher)])
    submit(proposal, us_researcher)
    assert [*found, [acts(korean_researcher), acts(us_researcher)]] == [
        [[("changed", "Confirm")], []],
        [[("changed", "View")], [("changed", "Confirm")]],
        [[], []],
    ]


def test_a_change_does_not_wait_after_the_deadline(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    submit(proposal, korean_researcher, us_researcher)
    answer(proposal, "aims", Side.US, "We measure it twice.")
    closes_in(proposal, seconds=-1)
    assert acts(us_researcher) == []


def test_a_question_of_the_agencies_waits_for_the_leads_until_it_is_answered(
    client_of: ClientOf,
    proposal: Proposal,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    member: TeamMember,
    sam: Researcher,
    korean_manager: User,
) -> None:
    submit(proposal, korean_researcher, us_researcher)
    until = timezone.now() + timedelta(days=3)
    asked = ask_information(
        proposal, read=read_of(proposal), text="Which sites?", answer_until=until, by=korean_manager
    )
    (item,) = waiting_in_proposals(Reader(user_of(us_researcher)))
    assert (item.kind, item.detail, item.due_at) == ("information", "Which sites?", asked.answer_until)
    assert client_of(us_researcher).get(item.url).status_code == HTTPStatus.OK
    assert (acts(korean_researcher), acts(sam)) == ([("information", "Answer")], [])
    submit_read(proposal, by=user_of(us_researcher), answer="Two.")
    assert acts(us_researcher) == []


def test_a_question_is_answered_after_the_stage_but_not_after_its_own_time(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    submit(proposal, korean_researcher, us_researcher)
    stage = closes_in(proposal, days=2)
    ask_information(
        proposal,
        read=read_of(proposal),
        text="Why?",
        answer_until=timezone.now() + timedelta(days=1),
        by=korean_manager,
    )
    InformationRequest.objects.update(answer_until=timezone.now() - timedelta(seconds=1))
    # The stage is still open: an answer is taken until it closes.
    assert [one.due_at for one in waiting_in_proposals(Reader(user_of(us_researcher)))] == [stage.closes_at]
    closes_in(proposal, seconds=-1)
    assert acts(us_researcher) == []
    InformationRequest.objects.update(answer_until=timezone.now() + timedelta(days=1))
    assert acts(us_researcher) == [("information", "Answer")]


def test_what_was_withdrawn_or_decided_does_not_wait(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    submit(proposal, korean_researcher, us_researcher)
    answer(proposal, "aims", Side.US, "We measure it twice.")
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.NOT_ADVANCED)
    assert acts(us_researcher) == []
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.SUBMITTED)
    withdraw_proposal(proposal, reason="", by=user_of(us_researcher))
    assert acts(us_researcher) == []


def test_what_goes_on_waits_as_a_draft_of_its_next_stage(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    """The submission that is there is of the stage before."""
    now = timezone.now()
    Stage.objects.create(
        call=proposal.call,
        kind="full_proposal",
        place=2,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=9),
        by_invitation=True,
    )
    submit(proposal, korean_researcher, us_researcher)
    advance_proposal(proposal, read=read_of(proposal), by=korean_manager)
    assert [kind for kind, _act in acts(us_researcher)] == ["draft"]


def more(proposal: Proposal, korean: Researcher, us: Researcher, count: int) -> None:
    """As many drafts, each with an invitation to the Korean lead's other address."""
    for number in range(count):
        made = create_proposal(proposal.call, researcher=us, title_en=f"Another {number}")
        add_accepted(made, korean, role=Role.PI)
        other = create_proposal(proposal.call, researcher=us, title_en=f"A third {number}")
        TeamMember.objects.create(
            proposal=other, side=Side.KR, role=Role.PI, name="Minji Han", email="minji@example.org"
        )


@pytest.mark.parametrize(("source", "queries"), [(waiting_invitations, 3), (waiting_in_proposals, 9)])
def test_queries(
    source: Callable[[Reader], list[WorkItem]],
    queries: int,
    proposal: Proposal,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    TeamMember.objects.create(
        proposal=create_proposal(proposal.call, researcher=us_researcher, title_en="First"),
        side=Side.KR,
        role=Role.PI,
        name="Minji Han",
        email="minji@example.org",
    )
    for count in (0, 2):
        more(proposal, korean_researcher, us_researcher, count)
        user = user_of(korean_researcher)
        with django_assert_num_queries(queries):
            assert len(list(source(Reader(user)))) == 1 + count
