"""Who may answer an invitation: the person whose address it is, and nobody who has only typed that address."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.messaging.models import OutboxMessage
from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.models import Call
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.selectors.proposals import open_invitations
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.services.team import accept_invitation, invite_member
from tests.cast import make_researcher

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture
def invitation(call: Call, korean_researcher: Researcher) -> TeamMember:
    """To ``alex@example.org``, as the US side's principal investigator."""
    begun = create_proposal(call, researcher=korean_researcher, title_en="Trust")
    inviter = begun.members.get()
    return invite_member(begun, name="Alex", email="Alex@example.org", side="US", role=Role.PI, inviter=inviter)


def has_addresses(researcher: Researcher, **addresses: bool) -> None:
    """The account's addresses at example.org, each verified or not, beside the one that it goes by."""
    assert researcher.user is not None
    User.objects.filter(pk=researcher.user.pk).update(email="own@example.org")
    EmailAddress.objects.filter(user=researcher.user).update(email="own@example.org")
    for name, is_verified in addresses.items():
        EmailAddress.objects.create(user=researcher.user, email=f"{name}@example.org", verified=is_verified)
    researcher.user.refresh_from_db()


@pytest.mark.parametrize(
    ("addresses", "may_answer"),
    [
        ({"alex": True}, True),
        ({"other": True, "alex": True}, True),
        ({}, False),
        ({"alex": False}, False),
        ({"other": True, "alex": False}, False),
        ({"other": True}, False),
    ],
)
def test_only_a_verified_address_answers_by_page_and_api(
    client_of: SignIn,
    invitation: TeamMember,
    us_researcher: Researcher,
    addresses: dict[str, bool],
    may_answer: bool,
) -> None:
    """The address that the account goes by is verified throughout: without that it could not even ask."""
    has_addresses(us_researcher, **addresses)
    browser, page = client_of(us_researcher), reverse("invitation", args=[invitation.public_id])
    api = reverse("api-invitation", args=[invitation.public_id])
    found = {
        "page": browser.get(page).status_code,
        "list": [row.pk for row in browser.get(reverse("proposal-list")).context["invitations"]],
        "api list": [row["public_id"] for row in browser.get(reverse("api-invitations")).json()],
        "api": browser.post(api, {"answer": "accept"}, content_type="application/json").status_code,
    }
    assert found == (
        {
            "page": HTTPStatus.OK,
            "list": [invitation.pk],
            "api list": [str(invitation.public_id)],
            "api": HTTPStatus.OK,
        }
        if may_answer
        else {"page": HTTPStatus.FORBIDDEN, "list": [], "api list": [], "api": HTTPStatus.NOT_FOUND}
    )
    invitation.refresh_from_db()
    assert invitation.state == (MemberState.ACCEPTED if may_answer else MemberState.INVITED)


def test_who_is_in_the_team_already_can_turn_down_a_second_invitation(
    client_of: SignIn, invitation: TeamMember, us_researcher: Researcher
) -> None:
    """To another address of theirs: it waits for them, so its page is where it is ended."""
    has_addresses(us_researcher, alex=True, second=True)
    accept_invitation(invitation, researcher=us_researcher)
    proposal, lead = invitation.proposal, invitation.proposal.members.exclude(pk=invitation.pk).get()
    again = invite_member(proposal, name="Alex", email="second@example.org", side="US", role=Role.MEMBER, inviter=lead)
    browser, page = client_of(us_researcher), reverse("invitation", args=[again.public_id])
    answered = reverse("invitation", args=[invitation.public_id])
    assert [browser.get(one).status_code for one in (page, answered)] == [HTTPStatus.OK, HTTPStatus.FOUND]
    assert browser.post(page, {"answer": "accept"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert browser.post(page, {"answer": "decline", "reason": ""}).status_code == HTTPStatus.FOUND
    again.refresh_from_db()
    assert again.state == MemberState.DECLINED


@pytest.mark.parametrize(("is_verified", "told"), [(True, "account"), (False, "address")])
def test_the_mail_goes_to_the_account_that_has_verified_the_address(
    call: Call, korean_researcher: Researcher, us_researcher: Researcher, is_verified: bool, told: str
) -> None:
    has_addresses(us_researcher, alex=is_verified)
    begun = create_proposal(call, researcher=korean_researcher, title_en="Trust")
    inviter = begun.members.get()
    invite_member(begun, name="Alex", email="alex@example.org", side="US", role=Role.PI, inviter=inviter)
    message = OutboxMessage.objects.get()
    assert (message.user, message.address) == {
        "account": (us_researcher.user, ""),
        "address": (None, "alex@example.org"),
    }[told]


@pytest.mark.parametrize("state", MemberState)
def test_what_is_not_open_any_more_is_not_answered(
    client_of: SignIn, invitation: TeamMember, us_researcher: Researcher, state: MemberState
) -> None:
    TeamMember.objects.filter(pk=invitation.pk).update(state=state)
    api = reverse("api-invitation", args=[invitation.public_id])
    answer = client_of(us_researcher).post(api, {"answer": "decline"}, content_type="application/json")
    assert (
        answer.status_code
        == {
            MemberState.INVITED: HTTPStatus.OK,
            MemberState.ACCEPTED: HTTPStatus.CONFLICT,
            MemberState.DECLINED: HTTPStatus.NOT_FOUND,
            MemberState.REMOVED: HTTPStatus.NOT_FOUND,
        }[state]
    )


@pytest.mark.parametrize("state", ProposalState)
def test_nobody_joins_what_is_decided(invitation: TeamMember, us_researcher: Researcher, state: ProposalState) -> None:
    """It is not among the invitations that wait, either."""
    Proposal.objects.filter(pk=invitation.proposal_id).update(state=state)
    assert us_researcher.user is not None
    is_open = state in {ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.INFORMATION_ASKED}
    assert list(open_invitations(us_researcher.user)) == ([invitation] if is_open else [])
    if is_open:
        assert accept_invitation(invitation, researcher=us_researcher).has_accepted
        return
    with pytest.raises(ValidationError, match="This is not open any more"):
        accept_invitation(invitation, researcher=us_researcher)


def test_who_is_in_the_team_or_manages_the_call_is_led_to_the_proposal(
    client_of: SignIn, invitation: TeamMember, korean_researcher: Researcher, korean_manager: User
) -> None:
    Proposal.objects.filter(pk=invitation.proposal_id).update(submitted_at=timezone.now())
    page = reverse("invitation", args=[invitation.public_id])
    found = [client_of(one).get(page).headers.get("Location") for one in (korean_researcher, korean_manager)]
    assert found == [invitation.proposal.get_absolute_url()] * 2


def test_the_invited_person_joins_with_their_own_profile_and_no_other(
    client_of: SignIn, invitation: TeamMember, us_researcher: Researcher, us_organisation: Organisation
) -> None:
    """Whoever else there is: the first by name, by number, on the same side."""
    first = make_researcher("aaron@example.org", "Aaron Ames", us_organisation)
    Researcher.objects.filter(pk=us_researcher.pk).update(name_romanised="Zoe Rivers")
    page = reverse("invitation", args=[invitation.public_id])
    assert client_of(us_researcher).get(page).context["researcher"] == us_researcher
    client_of(us_researcher).post(page, {"answer": "accept"})
    invitation.refresh_from_db()
    assert (invitation.researcher, first.memberships.count()) == (us_researcher, 0)


def test_what_says_neither_yes_nor_no_answers_nothing(
    client_of: SignIn, invitation: TeamMember, us_researcher: Researcher
) -> None:
    page = reverse("invitation", args=[invitation.public_id])
    for typed in ({}, {"answer": ""}, {"answer": "perhaps"}, {"answer": "decline", "reason": "x" * 501}):
        assert client_of(us_researcher).post(page, typed).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    invitation.refresh_from_db()
    assert invitation.state == MemberState.INVITED


def test_without_a_profile_or_on_the_other_side_one_reads_what_is_lacking(
    client_of: SignIn, call: Call, invitation: TeamMember, outsider: User, korean_organisation: Organisation
) -> None:
    other = make_researcher("other@example.org", "Other", korean_organisation)
    for account, profile in ((outsider, None), (other.user, other)):
        assert account is not None
        TeamMember.objects.filter(pk=invitation.pk).update(email=account.email)
        page = reverse("invitation", args=[invitation.public_id])
        shown = client_of(account).get(page).context
        assert (shown["researcher"], shown["is_on_side"]) == (profile, False)
        refused = client_of(account).post(page, {"answer": "accept"})
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    invitation.refresh_from_db()
    assert (invitation.state, invitation.researcher) == (MemberState.INVITED, None)


def test_the_page_names_who_invited_and_nobody_else(
    client_of: SignIn, call: Call, invitation: TeamMember, us_researcher: Researcher, korean_researcher: Researcher
) -> None:
    """Not their place in another team, nor somebody else's in this one."""
    create_proposal(call, researcher=korean_researcher, title_en="Another")
    page = reverse("invitation", args=[invitation.public_id])
    own = invitation.proposal.members.get(researcher=korean_researcher)
    assert client_of(us_researcher).get(page).context["inviter"] == own
    invite_member(invitation.proposal, name="B", email="b@example.org", side="KR", role=Role.MEMBER, inviter=own)
    TeamMember.objects.filter(pk=invitation.pk).update(invited_by=None)
    assert client_of(us_researcher).get(page).context["inviter"] is None
