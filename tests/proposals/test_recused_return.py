"""Who could read what others have submitted to a call does not compete in it afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.dossiers.values.refusal import Refused
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, AgencyOfficer, Call, Programme, ProgrammeManager
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.services.submission import reopen_proposal, withdraw_proposal
from exchange.proposals.services.team import accept_invitation, invite_member, remove_member

pytestmark = pytest.mark.django_db
NOT_ANY_MORE = "what others have submitted"


@pytest.fixture
def other(proposal: Proposal, us_researcher: Researcher) -> Proposal:
    """Another team's, submitted as theirs is."""
    made = create_proposal(proposal.call, researcher=us_researcher, title_en="Another idea")
    Proposal.objects.update(submitted_at=timezone.now(), state=ProposalState.SUBMITTED)
    return made


@pytest.fixture
def manager(korean_researcher: Researcher, iitp: Agency, programme: Programme) -> User:
    """A researcher who manages the programme and is on no proposal yet."""
    office = AgencyOfficer.objects.create(agency=iitp, user=korean_researcher.user)
    ProgrammeManager.objects.create(programme=programme, officer=office)
    return User.objects.get(pk=korean_researcher.user_id)


def test_withdrawing_for_a_look_is_for_good(
    competitor: User, proposal: Proposal, other: Proposal, us_researcher: Researcher, client: Client
) -> None:
    withdraw_proposal(Proposal.objects.get(pk=proposal.pk), reason="", by=competitor)
    with pytest.raises(Refused, match=NOT_ANY_MORE):
        reopen_proposal(proposal)
    client.force_login(us_researcher.user)  # whoever of the team asks
    address = reverse("api-proposal-withdrawal", args=[proposal.public_id])
    answer = client.delete(address)
    assert (answer.status_code, NOT_ANY_MORE in answer.json()["detail"]) == (409, True)
    other.delete()
    assert reopen_proposal(proposal).state == ProposalState.DRAFT


def test_a_team_without_managers_takes_up_what_it_has_withdrawn(
    proposal: Proposal, other: Proposal, staff: User
) -> None:
    withdraw_proposal(Proposal.objects.get(pk=proposal.pk), reason="", by=staff)
    assert reopen_proposal(proposal).state == ProposalState.DRAFT


def test_leaving_a_team_for_a_look_is_for_good(
    competitor: User, proposal: Proposal, other: Proposal, us_researcher: Researcher
) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.DRAFT)
    own = TeamMember.objects.get(proposal=proposal, researcher=competitor.researcher)
    TeamMember.objects.filter(pk=own.pk).update(role=Role.CO_PI)
    remove_member(own, reason="")
    inviter = TeamMember.objects.get(proposal=proposal, researcher=us_researcher)
    again = invite_member(proposal, name="Kim", email=competitor.email, side=Side.KR, role=Role.PI, inviter=inviter)
    with pytest.raises(ValidationError, match=NOT_ANY_MORE):
        accept_invitation(again, researcher=competitor.researcher)
    again.refresh_from_db()
    assert again.state == MemberState.INVITED


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_nobody_begins_beside_what_they_can_read(
    call: Call, korean_researcher: Researcher, us_researcher: Researcher, role: str, request: pytest.FixtureRequest
) -> None:
    if role == "manager":
        request.getfixturevalue("manager")
    else:
        User.objects.filter(pk=korean_researcher.user_id).update(is_staff=True, is_superuser=True)
    researcher = Researcher.objects.get(pk=korean_researcher.pk)
    theirs = create_proposal(call, researcher=us_researcher, title_en="Another idea")
    before = create_proposal(call, researcher=researcher, title_en="Nothing is submitted yet")
    before.members.all().delete()
    Proposal.objects.filter(pk=theirs.pk).update(submitted_at=timezone.now() - timedelta(days=1))
    with pytest.raises(ValidationError, match=NOT_ANY_MORE):
        create_proposal(call, researcher=Researcher.objects.get(pk=researcher.pk), title_en="Read theirs")


def test_who_competes_with_another_one_reads_nothing_and_may_begin(
    competitor: User, proposal: Proposal, other: Proposal, call: Call
) -> None:
    researcher = Researcher.objects.get(user=competitor)
    assert create_proposal(call, researcher=researcher, title_en="A second idea").stage == proposal.stage
