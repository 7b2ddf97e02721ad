"""What the team's page offers to each reader of each member, which is what the doors behind it let them do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from exchange.people.models import Organisation, Researcher
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.rules import invited_sides, may_give_role
from exchange.proposals.selectors.team import TeamRow, led_sides_of, team_rows
from exchange.proposals.selectors.workspaces import workspace_of
from exchange.proposals.services.proposals import add_accepted
from tests.cast import make_researcher
from tests.proposals.cast import by, invite

OTHERS = (Role.CO_PI, Role.MEMBER)


@pytest.fixture
def team(proposal: Proposal, korean_organisation: Organisation) -> Proposal:
    """Two leads, on the Korean side a co-lead, a member, somebody invited and two who are gone; one invited American."""
    for name, role, state in (
        ("co", Role.CO_PI, MemberState.ACCEPTED),
        ("junior", Role.MEMBER, MemberState.ACCEPTED),
        ("gone", Role.MEMBER, MemberState.REMOVED),
    ):
        add_accepted(proposal, make_researcher(f"{name}@example.org", name, korean_organisation), role=role)
        proposal.members.filter(email=f"{name}@example.org").update(state=state)
    for name, side, state in (
        ("declined", "KR", MemberState.DECLINED),
        ("asked", "KR", MemberState.INVITED),
        ("us-asked", "US", MemberState.INVITED),
    ):
        invite(proposal, f"{name}@example.org", side, Role.MEMBER)
        proposal.members.filter(email=f"{name}@example.org").update(state=state)
    return proposal


def named(member: TeamMember) -> str:
    return member.email.removesuffix("@example.org")


def rows_for(reader: str, proposal: Proposal) -> list[TeamRow]:
    place = proposal.members.get(email=f"{reader}@example.org")
    assert place.researcher is not None
    user = by(place.researcher)
    workspace = workspace_of(user, proposal.public_id)
    assert workspace is not None
    return list(team_rows(workspace, invited_sides(user, workspace.proposal)))


def offered(reader: str, proposal: Proposal) -> dict[str, tuple[bool, tuple[Role, ...], bool]]:
    """To remove, the roles, and to invite again; by member, without those of whom nothing is offered."""
    rows = {named(row.member): (row.may_remove, row.roles, row.invites) for row in rows_for(reader, proposal)}
    return {name: row for name, row in rows.items() if any(row)}


MANAGED = {"asked": (True, OTHERS, True)}


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("minji", MANAGED | dict.fromkeys(("co", "junior"), (True, (Role.PI, *OTHERS), False))),
        ("co", MANAGED | dict.fromkeys(("co", "junior"), (True, OTHERS, False))),
        ("junior", {"junior": (True, (), False)}),
        ("alex", {"us-asked": (True, OTHERS, True)}),
    ],
)
def test_what_each_reader_is_offered(
    team: Proposal, reader: str, expected: dict[str, tuple[bool, tuple[Role, ...], bool]]
) -> None:
    assert offered(reader, team) == expected
    assert [named(row.member) for row in rows_for(reader, team) if row.is_own] == [reader]
    Proposal.objects.update(state=ProposalState.NOT_ADVANCED)
    assert offered(reader, team) == {}


@pytest.mark.parametrize("reader", ["minji", "co"])
def test_who_invites_for_the_other_side_gives_no_lead_there(team: Proposal, reader: str) -> None:
    """Whoever leads a side says who does next: until somebody does, its members are given the other roles."""
    team.members.filter(email="alex@example.org").update(state=MemberState.INVITED)
    team.members.filter(email="us-asked@example.org").update(state=MemberState.ACCEPTED)
    found = offered(reader, team)
    assert (found["alex"], found["us-asked"]) == ((True, (), True), (True, OTHERS, False))


@pytest.mark.parametrize("reader", ["minji", "co", "junior", "alex"])
@pytest.mark.parametrize("us_lead", [MemberState.ACCEPTED, MemberState.INVITED])
@pytest.mark.parametrize("state", [ProposalState.DRAFT, ProposalState.ADVANCED])
def test_what_is_offered_is_what_the_doors_let_one_do(
    team: Proposal, reader: str, us_lead: MemberState, state: ProposalState
) -> None:
    if reader != "alex":
        team.members.filter(email="alex@example.org").update(state=us_lead)
    Proposal.objects.update(state=state)
    user = by(TeamMember.objects.get(email=f"{reader}@example.org").researcher)  # type: ignore[arg-type]
    for row in rows_for(reader, team):
        member = row.member
        takes_part = member.state in {MemberState.INVITED, MemberState.ACCEPTED}
        is_lead = member.role == Role.PI
        manages = takes_part and user.has_perm("proposals.manage_member", member)
        roles = [one for one in Role if may_give_role(user, member, one)] if manages and not is_lead else []
        if not member.has_accepted:
            roles = [one for one in roles if one != Role.PI]
        removes = takes_part and user.has_perm("proposals.remove_member", member)
        assert (list(row.roles), row.may_remove, row.invites) == (
            roles,
            removes and not (is_lead and member.has_accepted),
            manages and member.state == MemberState.INVITED,
        )


def test_who_takes_part_comes_first_each_side_together_by_role(team: Proposal) -> None:
    first = ["minji", "co", "junior", "asked", "alex", "us-asked"]
    assert [named(row.member) for row in rows_for("alex", team)] == [*first, "gone", "declined"]


@pytest.mark.parametrize(
    ("change", "led"),
    [
        ({}, {"KR", "US"}),
        ({"state": MemberState.INVITED}, {"KR", "US"}),
        ({"state": MemberState.DECLINED}, {"KR"}),
        ({"state": MemberState.REMOVED}, {"KR"}),
        ({"role": Role.CO_PI}, {"KR"}),
    ],
)
def test_a_side_is_led_by_whoever_leads_it_or_is_asked_to(
    proposal: Proposal, change: dict[str, str], led: set[str]
) -> None:
    proposal.members.filter(side="US").update(**change)
    assert led_sides_of(proposal) == led


@pytest.mark.parametrize(("reader", "leads"), [("minji", True), ("co", True), ("junior", False)])
def test_a_place_opens_its_own_proposal_and_no_other(team: Proposal, reader: str, leads: bool) -> None:
    other = Proposal.objects.create(call=team.call, stage=team.stage, sides=team.sides, title_en="Another")
    place = team.members.get(email=f"{reader}@example.org")
    assert place.researcher is not None
    workspace = workspace_of(by(place.researcher), team.public_id)
    assert workspace is not None
    assert (workspace.proposal, workspace.member, workspace.leads) == (team, place, leads)
    assert workspace_of(by(place.researcher), other.public_id) is None


def test_a_place_whose_account_is_gone_opens_to_nobody(proposal: Proposal) -> None:
    """Least of all to whoever has no account, as its person has none."""
    Researcher.objects.filter(memberships__proposal=proposal).update(user=None)
    assert workspace_of(AnonymousUser(), proposal.public_id) is None


@pytest.mark.parametrize("is_over", [True, False])
def test_nobody_leaves_a_concept_paper_that_is_matched_as_it_is(team: Proposal, is_over: bool) -> None:
    """Whichever door is used: the page, the API and what the page offers ask whether it can still be changed."""
    stages = team.call.stages
    stages.update(kind=StageKind.CONCEPT_PAPER)
    if is_over:
        stages.update(closes_at=timezone.now())
    Proposal.objects.update(stage=StageKind.CONCEPT_PAPER)
    place = TeamMember.objects.get(email="junior@example.org")
    assert place.researcher is not None
    assert by(place.researcher).has_perm("proposals.remove_member", place) is not is_over
    assert offered("junior", team) == ({} if is_over else {"junior": (True, (), False)})
