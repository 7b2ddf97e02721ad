"""Who may do what to a proposal: every person of a team, its managers and strangers, in every state."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.enums import CallState, StageKind
from exchange.programmes.models import Agency, AgencyOfficer, Call, LateCode, Programme, ProgrammeManager
from exchange.programmes.services import make_late_code
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.rules import edited_sides, invited_sides, may_give_role
from exchange.proposals.services.proposals import add_accepted, create_proposal
from tests.cast import make_researcher

People = dict[str, User | AnonymousUser]
READS = {"see_proposal"}
TAKES_PART = READS | {"be_in_team"}
LEADS = TAKES_PART | {"lead_proposal"}
WRITES = {"write_proposal"}
OF_PROPOSAL = [
    "see_proposal",
    "be_in_team",
    "write_proposal",
    "lead_proposal",
    "name_paying_partner",
    "confirm_proposal",
    "manage_proposal",
]


@pytest.fixture
def people(
    proposal: Proposal,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_organisation: Organisation,
    korean_manager: User,
    outsider: User,
) -> People:
    """The Korean side's lead, co-lead, member, and one who was removed; the US lead; and those outside."""
    found: People = {"lead": korean_researcher.user, "us": us_researcher.user, "manager": korean_manager}  # type: ignore[dict-item]
    for name, role in (("co", Role.CO_PI), ("member", Role.MEMBER), ("gone", Role.CO_PI)):
        person = make_researcher(f"{name}@example.org", name, korean_organisation)
        add_accepted(proposal, person, role=role)
        assert person.user is not None
        found[name] = person.user
    proposal.members.filter(email="gone@example.org").update(state=MemberState.REMOVED)
    return {**found, "outsider": outsider, "nobody": AnonymousUser()}


def allowed(people: People, names: list[str], subject: object) -> dict[str, set[str]]:
    """What each person may do; those who may do nothing are left out."""
    found = {
        who: {name for name in names if person.has_perm(f"proposals.{name}", subject)} for who, person in people.items()
    }
    return {who: names for who, names in found.items() if names}


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("was_submitted", [True, False])
def test_what_each_of_a_team_may_do(proposal: Proposal, people: People, state: str, was_submitted: bool) -> None:
    proposal.state = state
    proposal.submitted_at = timezone.now() if was_submitted else None
    is_open = state in {ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.INFORMATION_ASKED}
    writes = WRITES if is_open else set()
    leads = LEADS | writes | ({"name_paying_partner"} if is_open else set())
    expected = {
        "lead": leads | {"confirm_proposal"},
        "us": leads | {"confirm_proposal"},
        "co": leads,
        "member": TAKES_PART | writes,
    }
    managing = {"manager": READS | {"manage_proposal"}} if was_submitted else {}
    assert allowed(people, OF_PROPOSAL, proposal) == {**expected, **managing}


@pytest.mark.parametrize("is_open", [True, False])
def test_each_side_writes_and_invites_its_own(proposal: Proposal, people: People, is_open: bool) -> None:
    proposal.state = ProposalState.DRAFT if is_open else ProposalState.NOT_ADVANCED
    written = {name: edited_sides(person, proposal) for name, person in people.items()}
    inviting = {name: invited_sides(person, proposal) for name, person in people.items()}
    korean, american = ({"KR"}, {"US"}) if is_open else (set(), set())
    nobody: dict[str, set[str]] = {name: set() for name in people}
    assert written == {**nobody, "lead": korean, "co": korean, "member": korean, "us": american}
    assert inviting == {**nobody, "lead": korean, "co": korean, "us": american}


@pytest.mark.parametrize(
    ("state", "role", "sides"),
    [
        (MemberState.INVITED, Role.PI, {"KR", "US"}),
        (MemberState.ACCEPTED, Role.CO_PI, {"KR", "US"}),
        (MemberState.ACCEPTED, Role.PI, {"KR"}),
    ],
)
def test_the_other_side_is_invited_until_somebody_leads_it(
    proposal: Proposal, people: People, state: str, role: str, sides: set[str]
) -> None:
    proposal.members.filter(side="US").update(state=state, role=role)
    assert invited_sides(people["co"], proposal) == sides
    proposal.sides = ["KR"]
    assert invited_sides(people["co"], proposal) == {"KR"}


OF_MEMBER = ["sign_off", "manage_member", "hand_over_lead", "remove_member"]


def member(proposal: Proposal, email: str) -> TeamMember:
    return proposal.members.select_related("proposal", "researcher").get(email=email)


def test_a_member_is_their_sides_leads_affair_and_their_own(proposal: Proposal, people: People) -> None:
    own, managed = {"sign_off", "remove_member"}, {"manage_member", "remove_member"}
    assert allowed(people, OF_MEMBER, member(proposal, "member@example.org")) == {
        "member": own,
        "lead": managed | {"hand_over_lead"},
        "co": managed,
    }


def test_a_place_whose_account_is_gone_is_nobodys(proposal: Proposal, people: People) -> None:
    """Nor that of whoever is not signed in, who has no account either."""
    place = member(proposal, "member@example.org")
    assert place.researcher is not None
    place.researcher.user = None
    assert set(allowed(people, ["sign_off", "remove_member"], place)) == {"lead", "co"}


def test_who_leads_a_side_is_their_own_affair(proposal: Proposal, people: People) -> None:
    assert allowed(people, OF_MEMBER, member(proposal, "minji@example.org")) == {"lead": set(OF_MEMBER)}


def test_an_invited_lead_of_the_other_side_is_whose_who_invite_there(proposal: Proposal, people: People) -> None:
    proposal.members.filter(side="US").update(state=MemberState.INVITED, researcher=None)
    managed = {"manage_member", "remove_member"}
    assert allowed(people, OF_MEMBER, member(proposal, "alex@example.org")) == {"lead": managed, "co": managed}


def test_nobody_is_managed_in_what_is_decided(proposal: Proposal, people: People) -> None:
    Proposal.objects.update(state=ProposalState.ADVANCED)
    assert allowed(people, OF_MEMBER, member(proposal, "member@example.org")) == {
        "member": {"sign_off"},
        "lead": {"hand_over_lead"},
    }
    assert allowed(people, OF_MEMBER, member(proposal, "minji@example.org")) == {"lead": {"sign_off", "hand_over_lead"}}


@pytest.mark.parametrize(
    ("email", "role", "expected"),
    [
        ("member@example.org", Role.CO_PI, {"lead", "co"}),
        ("member@example.org", Role.PI, {"lead"}),
        ("minji@example.org", Role.MEMBER, {"lead"}),
    ],
)
def test_who_leads_is_said_by_who_leads_now(
    proposal: Proposal, people: People, email: str, role: Role, expected: set[str]
) -> None:
    place, managing = member(proposal, email), ("lead", "co")
    assert {who for who in managing if may_give_role(people[who], place, role)} == expected


@pytest.mark.parametrize("state", MemberState)
def test_an_invitation_is_answered_while_it_stands(proposal: Proposal, people: People, state: MemberState) -> None:
    place = member(proposal, "member@example.org")
    place.state = state
    stands = state in {MemberState.INVITED, MemberState.ACCEPTED}
    assert allowed(people, ["answer_invitation"], place) == ({"member": {"answer_invitation"}} if stands else {})


@pytest.mark.parametrize("state", CallState)
def test_who_has_a_profile_applies_to_a_published_call(call: Call, people: People, state: str) -> None:
    call.state = state
    may = {"begin_proposal"} if state == CallState.PUBLISHED else set()
    profiles = dict.fromkeys(("lead", "us", "co", "member", "gone"), may)
    assert allowed(people, ["begin_proposal"], call) == {who: names for who, names in profiles.items() if names}


@pytest.mark.parametrize(
    ("is_over", "code", "state", "is_editable"),
    [
        (False, None, ProposalState.SUBMITTED, True),
        (True, None, ProposalState.SUBMITTED, False),
        (True, None, ProposalState.DRAFT, False),
        (True, None, ProposalState.INFORMATION_ASKED, True),
        (True, {}, ProposalState.SUBMITTED, True),
        (True, {"uses_left": 0}, ProposalState.SUBMITTED, False),
        (True, {"expires_at": timezone.now() - timedelta(seconds=1)}, ProposalState.SUBMITTED, False),
    ],
)
def test_a_concept_paper_stays_as_it_was_once_its_stage_is_over(
    proposal: Proposal,
    korean_manager: User,
    is_over: bool,
    code: dict[str, object] | None,
    state: str,
    is_editable: bool,
) -> None:
    """Unless more was asked, or a code lets somebody in late; any other proposal is matched with nothing."""
    stage = proposal.call.stages.get()
    if code is not None:
        expires_at = timezone.now() + timedelta(days=1)
        late = make_late_code(stage, uses=1, expires_at=expires_at, reason="Outage", by=korean_manager)
        LateCode.objects.filter(pk=late.pk).update(**code)
    proposal.call.stages.update(kind=StageKind.CONCEPT_PAPER)
    if is_over:
        proposal.call.stages.update(closes_at=timezone.now())
    proposal.state = state
    assert proposal.is_editable
    proposal.stage = StageKind.CONCEPT_PAPER
    assert proposal.is_editable is is_editable


def test_who_manages_the_call_decides_on_no_proposal_of_their_own(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher, iitp: Agency, programme: Programme
) -> None:
    other = create_proposal(proposal.call, researcher=us_researcher, title_en="Another idea")
    Proposal.objects.update(submitted_at=timezone.now(), state=ProposalState.SUBMITTED)
    office = AgencyOfficer.objects.create(agency=iitp, user=korean_researcher.user)
    ProgrammeManager.objects.create(programme=programme, officer=office)
    manager = User.objects.get(pk=korean_researcher.user_id)
    found = [
        manager.has_perm("proposals.manage_proposal", Proposal.objects.get(pk=one.pk)) for one in (proposal, other)
    ]
    assert found == [False, False]
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.NOT_ADVANCED)
    found = [
        manager.has_perm("proposals.manage_proposal", Proposal.objects.get(pk=one.pk)) for one in (proposal, other)
    ]
    assert found == [False, True]
