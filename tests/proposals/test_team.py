"""A team is invited by its leads, and each person answers and signs for themselves."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import deliver
from exchange.people.enums import Side
from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.models import Call
from exchange.programmes.values.definition import Limits, LoadLimit
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.forms.team import DeclarationForm
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.services.team import (
    DECLARED,
    accept_invitation,
    change_role,
    remove_member,
    resend_invitation,
)
from tests.cast import make_researcher
from tests.proposals.cast import invite, sent_earlier

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture
def begun(call: Call, korean_researcher: Researcher) -> Proposal:
    """Led by the Korean researcher; nobody else yet."""
    return create_proposal(call, researcher=korean_researcher, title_en="Trust")


def team_url(proposal: Proposal, name: str = "proposal-team", *more: object) -> str:
    return reverse(name, args=[proposal.public_id, *more])


def test_an_account_is_told_in_its_language(begun: Proposal, us_researcher: Researcher) -> None:
    member = invite(begun)
    message = OutboxMessage.objects.get()
    assert (message.user, message.address) == (us_researcher.user, "")
    assert message.body_text.count(f"/invitations/{member.public_id}/") == 1


def test_an_address_without_account_gets_a_mail_too(begun: Proposal) -> None:
    invite(begun, "new@example.org")
    message = OutboxMessage.objects.get()
    assert (message.user, message.address, message.language) == (None, "new@example.org", "en")
    assert deliver(message.pk) is True
    assert [(sent.to, "List-Unsubscribe" in sent.extra_headers) for sent in mail.outbox] == [
        (["new@example.org"], False)
    ]


def test_the_invited_person_accepts(client_of: SignIn, begun: Proposal, us_researcher: Researcher) -> None:
    member = invite(begun)
    client, address = client_of(us_researcher), reverse("invitation", args=[member.public_id])
    assert client.get(team_url(begun)).status_code == 404
    assert client.get(address).context["is_on_side"] is True
    answered = client.post(address, {"answer": "accept"})
    assert (answered.status_code, answered.headers["Location"]) == (302, team_url(begun))
    member.refresh_from_db()
    assert (member.state, member.researcher, member.name) == (MemberState.ACCEPTED, us_researcher, "Alex Rivers")
    assert member.organisation == "Lakeside University"


def test_nobody_else_learns_of_it(
    client_of: SignIn, client: Client, begun: Proposal, outsider: User, us_researcher: Researcher
) -> None:
    address = reverse("invitation", args=[invite(begun).public_id])
    for browser, status in ((client_of(outsider), 403), (client, 200)):
        page = browser.get(address)
        assert page.status_code == status
        assert ("Trust" in page.content.decode(), "Minji" in page.content.decode()) == (False, False)
        browser.post(address, {"answer": "accept"})
    assert TeamMember.objects.get(email="alex@example.org").state == MemberState.INVITED


def test_the_side_must_be_ones_own(begun: Proposal, korean_organisation: Organisation) -> None:
    member = invite(begun, "other@example.org")
    other = make_researcher("other@example.org", "Other", korean_organisation)
    with pytest.raises(ValidationError, match="on the side of United States"):
        accept_invitation(member, researcher=other)


def test_declining_keeps_the_reason(client_of: SignIn, begun: Proposal, us_researcher: Researcher) -> None:
    member = invite(begun)
    address = reverse("invitation", args=[member.public_id])
    client_of(us_researcher).post(address, {"answer": "decline", "reason": "No time"})
    member.refresh_from_db()
    assert (member.state, member.left_reason) == (MemberState.DECLINED, "No time")
    assert invite(begun).state == MemberState.INVITED


def test_what_was_typed_stays_when_refused(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    typed = {"name": "Bo", "email": "bo@example.org", "side": "KR", "role": "pi"}
    page = client_of(korean_researcher).post(team_url(proposal), typed)
    assert page.status_code == 422
    assert page.context["invite"].non_field_errors() == ["This side has its principal investigator already."]
    assert {name: page.context["invite"][name].value() for name in typed} == typed


def test_each_side_invites_its_own(client_of: SignIn, proposal: Proposal, us_researcher: Researcher) -> None:
    typed = {"name": "Bo", "email": "bo@example.org", "side": "KR", "role": "member"}
    page = client_of(us_researcher).post(team_url(proposal), typed)
    assert (page.status_code, list(page.context["invite"].errors)) == (422, ["side"])


def test_whoever_cannot_remove_somebody_keeps_the_reason(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, korean_organisation: Organisation
) -> None:
    people = [make_researcher(f"{name}@example.org", "Junior", korean_organisation) for name in ("one", "two")]
    member, _other = (
        accept_invitation(invite(proposal, one.user.email, "KR", Role.MEMBER), researcher=one) for one in people
    )
    refused = client_of(korean_researcher).post(
        team_url(proposal, "member-remove", member.public_id), {"reason": "Moves & leads elsewhere" + 500 * "!"}
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert (page.count('value="Moves &amp; leads elsewhere!'), page.count("<details open>")) == (1, 1)
    assert len(refused.context["messages"]) == 1
    member.refresh_from_db()
    assert member.has_accepted


def test_a_member_changes_nobody(client_of: SignIn, proposal: Proposal, korean_organisation: Organisation) -> None:
    junior = make_researcher("junior@example.org", "Junior", korean_organisation)
    member = accept_invitation(invite(proposal, "junior@example.org", "KR", Role.MEMBER), researcher=junior)
    client = client_of(junior)
    lead = proposal.members.get(email="minji@example.org")
    statuses = [
        client.post(team_url(proposal), {"name": "x", "email": "x@example.org", "side": "KR", "role": "member"}),
        client.post(team_url(proposal, "member-role", member.public_id), {"role": "pi"}),
        client.post(team_url(proposal, "member-remove", lead.public_id), {"reason": "x"}),
        client.post(team_url(proposal, "member-remove", member.public_id), {"reason": "Moved"}),
    ]
    assert [one.status_code for one in statuses] == [403, 403, 403, 302]
    member.refresh_from_db()
    assert (member.state, member.left_reason) == (MemberState.REMOVED, "Moved")


def test_the_lead_is_handed_over(proposal: Proposal, korean_organisation: Organisation) -> None:
    second = make_researcher("second@example.org", "Second", korean_organisation)
    member = accept_invitation(invite(proposal, "second@example.org", "KR", Role.CO_PI), researcher=second)
    first = proposal.members.get(email="minji@example.org")
    with pytest.raises(ValidationError, match="Hand over the lead first"):
        remove_member(first, reason="x")
    change_role(member, role=Role.PI)
    first.refresh_from_db()
    assert (first.role, first.has_signed_off) == (Role.CO_PI, False)


def test_changing_ones_entry_takes_the_signature_back(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    client, address = client_of(us_researcher), team_url(proposal, "proposal-declaration")
    said = {"projects_at_once": 2, "projects_as_pi": 1, "foreign_support": "None"}
    own = TeamMember.objects.get(researcher=us_researcher)
    client.post(address, said)
    own.refresh_from_db()
    assert (own.projects_at_once, own.has_signed_off) == (2, False)
    client.post(address, {**said, "signed": "on"})
    own.refresh_from_db()
    assert own.has_signed_off is True
    page = client.post(address, {**said, "projects_as_pi": 3, "signed": "on"})
    assert (page.status_code, page.context["declaration"].errors) == (
        422,
        {"projects_as_pi": ["Not more than the projects in all."]},
    )


@pytest.mark.parametrize(("side", "optional"), [(Side.KR, DECLARED[2:3]), (Side.US, DECLARED[:3])])
def test_what_submitting_needs_is_not_called_optional(
    proposal: Proposal, us_researcher: Researcher, side: str, optional: tuple[str, ...]
) -> None:
    """The number of projects is needed only where the call limits it, which it does on one side."""
    own = TeamMember.objects.get(researcher=us_researcher)
    own.side = side
    form = DeclarationForm(instance=own, limits=Limits(load=LoadLimit(projects=5, as_pi=3, side=Side.KR)))
    labels = {name: render_to_string("components/field.html", {"field": form[name]}) for name in DECLARED}
    assert tuple(name for name, text in labels.items() if "(optional)" in text) == optional


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_page_asks_equally_often(
    client_of: SignIn,
    proposal: Proposal,
    us_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        invite(proposal, f"m{number}@example.org", "KR", Role.MEMBER)
    client = client_of(us_researcher)
    client.get("/profile/")  # what the header counts is kept for a moment
    with django_assert_num_queries(16):
        client.get(team_url(proposal))


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_invited_at_once_one_is(begun: Proposal) -> None:
    """Real transactions."""
    barrier = threading.Barrier(2)

    def try_it(email: str) -> str:
        barrier.wait(10)
        try:
            return invite(begun, email).email
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(try_it, ["one@example.org", "two@example.org"]))
    kept = TeamMember.objects.get(side="US").email
    assert said == sorted([kept, "This side has its principal investigator already."])


def test_a_suggested_partner_stands_in_the_form_without_an_address(
    client_of: SignIn, begun: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    page = team_url(begun)
    browser = client_of(korean_researcher)
    form = browser.get(page, {"person": str(us_researcher.public_id)}).context["invite"]
    assert (form["name"].value(), form["side"].value(), form["email"].value()) == ("Alex Rivers", "US", None)
    us_researcher.consents.update(withdrawn_at=timezone.now())
    assert browser.get(page, {"person": str(us_researcher.public_id)}).context["invite"]["name"].value() is None
    assert browser.get(page, {"person": "x"}).status_code == 200


@pytest.mark.parametrize(("taken", "side", "role"), [((), "US", "pi"), (("US",), "KR", "co_pi")])
def test_the_form_offers_the_place_that_is_still_free(
    client_of: SignIn, begun: Proposal, korean_researcher: Researcher, taken: tuple[str, ...], side: str, role: str
) -> None:
    """And no lead where both sides have one, even one who has not answered."""
    for one in taken:
        invite(begun, side=one)
    form = client_of(korean_researcher).get(team_url(begun)).context["invite"]
    assert (form["side"].value(), form["role"].value()) == (side, role)
    assert ("pi" in dict(form.fields["role"].choices)) is not bool(taken)


def test_an_invitation_is_sent_again_once_a_day_and_not_for_ever(
    client_of: SignIn, begun: Proposal, korean_researcher: Researcher
) -> None:
    member = invite(begun, "new@example.org")
    browser, address = client_of(korean_researcher), team_url(begun, "member-resend", member.public_id)
    browser.post(address)
    assert OutboxMessage.objects.count() == 1
    for _time in range(9):
        sent_earlier(member)
        browser.post(address)
        browser.post(address)
    member.refresh_from_db()
    assert (OutboxMessage.objects.count(), member.times_sent) == (5, 5)
    trail = TeamMember.pgh_event_model.objects.filter(pgh_obj=member, times_sent=5).order_by("pgh_id")  # type: ignore[attr-defined]
    assert trail[0].pgh_context.metadata["user"] == korean_researcher.user_id


def test_nobody_sends_again_what_was_answered(begun: Proposal, us_researcher: Researcher) -> None:
    member = accept_invitation(invite(begun), researcher=us_researcher)
    sent_earlier(member)
    with pytest.raises(ValidationError, match="not open any more: Accepted"):
        resend_invitation(member, inviter=begun.members.get(email="minji@example.org"))
    assert OutboxMessage.objects.count() == 1


def test_who_may_not_invite_sends_nothing_again(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    member = invite(proposal, "junior@example.org", "KR", Role.MEMBER)
    sent_earlier(member)
    assert client_of(us_researcher).post(team_url(proposal, "member-resend", member.public_id)).status_code == 403
    assert OutboxMessage.objects.count() == 1


def test_who_leads_nobody_reads_the_page_and_is_offered_no_invitation(
    client_of: SignIn, proposal: Proposal, korean_organisation: Organisation
) -> None:
    junior = make_researcher("junior@example.org", "Junior", korean_organisation)
    accept_invitation(invite(proposal, "junior@example.org", "KR", Role.MEMBER), researcher=junior)
    page = client_of(junior).get(team_url(proposal))
    assert (page.status_code, page.context["invites"]) == (200, False)
    assert client_of(junior).get(team_url(proposal), {"person": str(uuid4())}).status_code == 200


def test_the_page_changes_a_role_to_one_that_there_is(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, korean_organisation: Organisation
) -> None:
    junior = make_researcher("junior@example.org", "Junior", korean_organisation)
    member = accept_invitation(invite(proposal, "junior@example.org", "KR", Role.MEMBER), researcher=junior)
    address, found = team_url(proposal, "member-role", member.public_id), []
    for role in ("boss", "", Role.CO_PI):
        client_of(korean_researcher).post(address, {"role": role})
        member.refresh_from_db()
        found.append(member.role)
    assert found == [Role.MEMBER, Role.MEMBER, Role.CO_PI]


def test_who_leaves_is_led_to_their_own_proposals_and_who_stays_to_the_team(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, korean_organisation: Organisation
) -> None:
    members = []
    for email in ("one@example.org", "two@example.org"):
        person = make_researcher(email, "Junior", korean_organisation)
        members.append(accept_invitation(invite(proposal, email, "KR", Role.MEMBER), researcher=person))
    lead = proposal.members.get(email="minji@example.org")

    def led(by: Researcher | None, member: TeamMember) -> str:
        assert by is not None
        sent = client_of(by).post(team_url(proposal, "member-remove", member.public_id), {"reason": "Moved"})
        return sent.headers["Location"]

    assert led(members[0].researcher, members[0]) == reverse("proposal-list")
    assert led(korean_researcher, members[1]) == team_url(proposal)
    url, reason = team_url(proposal, "member-remove", lead.public_id), "Moves to “Naru” & leads there"
    refused = client_of(korean_researcher).post(url, {"reason": reason})
    assert refused.status_code == 422
    assert [str(one) for one in refused.context["messages"]] == [
        "Hand over the lead first: make somebody else principal investigator."
    ]
    lead.refresh_from_db()
    assert lead.has_accepted
