"""Roles, removals, invitations sent again and the paying partner over the API, refused as on the team's page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.models import OutboxMessage
from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.models import Call
from exchange.programmes.services import publish_call, save_draft
from exchange.programmes.values.definition import Limits
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.services.team import accept_invitation
from tests.cast import make_researcher
from tests.proposals.cast import invite, sent_earlier, sign_off

SignIn = Callable[[User | Researcher], Client]


def send(client: Client, name: str, member: TeamMember, language: str = "en", **body: Any) -> Any:
    address = reverse(f"api-member-{name}", args=[member.proposal.public_id, member.public_id])
    method = client.put if name == "role" else client.post
    return method(address, body, content_type="application/json", headers={"accept-language": language})


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


@pytest.fixture
def lead(proposal: Proposal) -> TeamMember:
    return proposal.members.get(email="minji@example.org")


@pytest.fixture
def junior(proposal: Proposal, korean_organisation: Organisation) -> TeamMember:
    """A member of the Korean side who has accepted and signed off."""
    researcher = make_researcher("junior@example.org", "Junior", korean_organisation)
    member = accept_invitation(invite(proposal, "junior@example.org", "KR", Role.MEMBER), researcher=researcher)
    sign_off(proposal)
    member.refresh_from_db()
    return member


@pytest.mark.parametrize(("role", "status"), [("pi", 403), ("co_pi", 200)])
def test_the_lead_is_given_by_whoever_leads_the_side_whichever_door_is_used(
    client_of: SignIn, lead: TeamMember, junior: TeamMember, korean_organisation: Organisation, role: str, status: int
) -> None:
    """A co-PI manages the members of the side and gives every role but this one."""
    second = make_researcher("second@example.org", "Second", korean_organisation)
    accept_invitation(invite(lead.proposal, "second@example.org", "KR", Role.CO_PI), researcher=second)
    page = reverse("member-role", args=[lead.proposal.public_id, junior.public_id])
    assert client_of(second).post(page, {"role": role}).status_code == (302 if status == 200 else status)
    assert send(client_of(second), "role", junior, role=role).status_code == status
    assert TeamMember.objects.get(pk=junior.pk).role == ("member" if status == 403 else role)
    assert TeamMember.objects.get(pk=lead.pk).role == "pi"


def test_a_role_is_changed_and_the_lead_handed_over(
    client_of: SignIn, lead: TeamMember, junior: TeamMember, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    changed = send(client, "role", junior, role="co_pi")
    assert (changed.status_code, changed.json()) == (
        200,
        {
            "public_id": str(junior.public_id),
            "name": "Junior",
            "organisation": "Hanbit Institute",
            "side": "KR",
            "role": "co_pi",
            "state": "accepted",
            "has_signed_off": False,
        },
    )
    assert junior.researcher is not None
    assert send(client_of(junior.researcher), "role", junior, role="pi").status_code == 403
    waiting = invite(lead.proposal, "new@example.org", "KR", Role.MEMBER)
    assert refusal(send(client, "role", waiting, role="pi")) == (
        409,
        "Only somebody who has accepted can take over the lead.",
    )
    assert refusal(send(client, "role", lead, "ko", role="member")) == (
        409,
        "다른 사람을 연구책임자로 정해 주세요. 그러면 이 사람은 공동연구책임자가 됩니다.",
    )
    assert send(client, "role", junior, role="pi").json()["role"] == "pi"
    lead.refresh_from_db()
    assert (lead.role, lead.has_signed_off) == (Role.CO_PI, False)


def test_who_leaves_or_is_removed_is_gone_and_the_lead_stays(
    client_of: SignIn, lead: TeamMember, junior: TeamMember, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    assert refusal(send(client, "removal", lead, reason="x")) == (
        409,
        "Hand over the lead first: make somebody else principal investigator.",
    )
    waiting = invite(lead.proposal, "new@example.org", "KR", Role.MEMBER)
    assert send(client, "removal", waiting, reason=" Not needed ").json()["state"] == "removed"
    assert refusal(send(client, "removal", waiting, reason="x")) == (409, "This is not open any more: Removed.")
    assert junior.researcher is not None
    own = client_of(junior.researcher)
    assert send(own, "removal", lead, reason="x").status_code == 403
    assert send(own, "removal", junior, reason="Moved").json()["state"] == "removed"
    assert send(own, "removal", junior, reason="Moved").status_code == 404
    gone = TeamMember.objects.filter(state=MemberState.REMOVED).order_by("pk")
    assert list(gone.values_list("left_reason", flat=True)) == ["Moved", "Not needed"]


def test_an_invitation_is_sent_again_once_a_day_and_not_for_ever(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client, member = client_of(korean_researcher), invite(proposal, "new@example.org", "KR", Role.MEMBER)
    assert refusal(send(client, "resend", member)) == (409, "This invitation was sent less than a day ago.")
    for _time in range(3):
        sent_earlier(member)
        sent = send(client, "resend", member)
        assert (sent.status_code, sent.json()["sent_again_from"] is None) == (200, False)
    sent_earlier(member)
    assert send(client, "resend", member).json()["sent_again_from"] is None
    sent_earlier(member)
    assert refusal(send(client, "resend", member)) == (
        409,
        "This invitation was sent often enough. Write to the person yourself.",
    )
    assert OutboxMessage.objects.count() == 5


def test_what_was_answered_is_not_sent_again(
    client_of: SignIn, junior: TeamMember, korean_researcher: Researcher
) -> None:
    assert refusal(send(client_of(korean_researcher), "resend", junior)) == (
        409,
        "This is not open any more: Accepted.",
    )


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("role", {}, "role"),
        ("role", {"role": "king"}, "role"),
        ("role", {"role": "\0"}, "role"),
        ("role", {"role": None}, "role"),
        ("role", {"role": ["pi"]}, "role"),
        ("removal", {}, "reason"),
        ("removal", {"reason": "  "}, "reason"),
        ("removal", {"reason": "\0"}, "reason"),
        ("removal", {"reason": "x" * 501}, "reason"),
        ("removal", {"reason": {}}, "reason"),
    ],
)
def test_what_makes_no_sense_is_a_400_by_field(
    client_of: SignIn, junior: TeamMember, korean_researcher: Researcher, name: str, body: dict[str, Any], field: str
) -> None:
    refused = send(client_of(korean_researcher), name, junior, **body)
    assert (refused.status_code, list(refused.json())) == (400, [field])
    now = TeamMember.objects.get(pk=junior.pk)
    assert (now.role, now.state, now.has_signed_off) == (Role.MEMBER, MemberState.ACCEPTED, True)


def test_the_other_side_s_people_are_theirs_and_strangers_see_nobody(
    client_of: SignIn, junior: TeamMember, korean_researcher: Researcher, us_researcher: Researcher, outsider: User
) -> None:
    bodies: dict[str, dict[str, Any]] = {"role": {"role": "co_pi"}, "removal": {"reason": "x"}, "resend": {}}
    other, stranger, own = (client_of(one) for one in (us_researcher, outsider, korean_researcher))
    assert [send(other, name, junior, **body).status_code for name, body in bodies.items()] == [403] * 3
    assert [send(stranger, name, junior, **body).status_code for name, body in bodies.items()] == [404] * 3
    elsewhere = reverse("api-member-removal", args=[junior.proposal.public_id, junior.proposal.public_id])
    assert own.post(elsewhere, {"reason": "x"}, content_type="application/json").status_code == 404
    Proposal.objects.update(state=ProposalState.WITHDRAWN)
    assert [send(own, name, junior, **body).status_code for name, body in bodies.items()] == [403] * 3
    now = TeamMember.objects.get(pk=junior.pk)
    assert (now.role, now.state, now.times_sent) == (Role.MEMBER, MemberState.ACCEPTED, 1)


def test_one_of_the_team_is_read_by_whoever_reads_the_list(
    client_of: SignIn, junior: TeamMember, us_researcher: Researcher, outsider: User
) -> None:
    team = reverse("api-proposal-team", args=[junior.proposal.public_id])
    one = reverse("api-member", args=[junior.proposal.public_id, junior.public_id])
    listed = {row["public_id"]: row for row in client_of(us_researcher).get(team).json()}
    assert client_of(us_researcher).get(one).json() == listed[str(junior.public_id)]
    elsewhere = reverse("api-member", args=[junior.proposal.public_id, junior.proposal.public_id])
    assert [client_of(us_researcher).get(elsewhere).status_code, client_of(outsider).get(one).status_code] == [404, 404]


KNOWS_PARTNERS = {"load_with_paying_partner": {"projects": 6, "as_pi": 4}}


def know_partners(call: Call, manager: User) -> None:
    """The call's next version has other limits where a foreign partner pays."""
    limits = Limits.model_validate(KNOWS_PARTNERS)
    save_draft(call, definition=call.draft_definition.model_copy(update={"limits": limits}), revision=call.revision)
    call.refresh_from_db()
    publish_call(call, note="Partners who pay", by=manager)


def test_a_paying_partner_is_refused_where_the_call_knows_none(
    client_of: SignIn, proposal: Proposal, call: Call, us_researcher: Researcher, korean_manager: User
) -> None:
    client = client_of(us_researcher)
    api = reverse("api-proposal-partner", args=[proposal.public_id])
    page = reverse("proposal-partner", args=[proposal.public_id])

    def said(language: str) -> tuple[Any, ...]:
        headers = {"accept-language": language}
        answer = client.put(api, {"has_paying_partner": True}, content_type="application/json", headers=headers)
        shown = client.post(page, {"pays": "yes"}, follow=True, headers=headers)
        proposal.refresh_from_db()
        told = [str(message) for message in shown.context["messages"]]
        return answer.status_code, answer.json(), told, proposal.has_paying_partner

    no = "This call does not provide for a foreign partner who pays: its limits are the same with one."
    korean = "이 공고는 연구비를 부담하는 해외 파트너를 따로 정하고 있지 않습니다. 파트너가 있어도 한도는 같습니다."
    assert said("en") == (400, {"has_paying_partner": [no]}, [no], False)
    assert said("ko")[1:3] == ({"has_paying_partner": [korean]}, [korean])
    assert client.put(api, {"has_paying_partner": False}, content_type="application/json").status_code == 200
    know_partners(call, korean_manager)
    assert said("en") == (200, {"has_paying_partner": True}, ["Saved."], True)


def test_a_lead_says_whether_a_partner_pays(
    client_of: SignIn, junior: TeamMember, us_researcher: Researcher, outsider: User, call: Call, korean_manager: User
) -> None:
    assert junior.researcher is not None
    know_partners(call, korean_manager)
    address = reverse("api-proposal-partner", args=[junior.proposal.public_id])
    member, lead, stranger = (client_of(one) for one in (junior.researcher, us_researcher, outsider))

    def put(client: Client, body: Any) -> Any:
        return client.put(address, body, content_type="application/json")

    pays = {"has_paying_partner": True}
    assert [put(one, pays).status_code for one in (member, stranger)] == [403, 404]
    assert member.get(address).json() == {"has_paying_partner": False}
    assert (put(lead, pays).json(), member.get(address).json()) == (pays, pays)
    odd = [{}, {"has_paying_partner": None}, {"has_paying_partner": "perhaps"}, {"has_paying_partner": {}}, []]
    assert [put(lead, body).status_code for body in odd] == [400] * 5
    Proposal.objects.update(state=ProposalState.WITHDRAWN)
    assert put(lead, {"has_paying_partner": False}).status_code == 403
    assert member.get(address).json() == pays


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_is_read_in_as_many_queries(
    client_of: SignIn,
    proposal: Proposal,
    us_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        invite(proposal, f"m{number}@example.org", "KR", Role.MEMBER)
    client = client_of(us_researcher)
    with django_assert_num_queries(10):
        assert len(client.get(reverse("api-proposal-team", args=[proposal.public_id])).json()) == 2 + count


def test_each_side_invites_its_own_over_the_api(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    address = reverse("api-proposal-team", args=[proposal.public_id])
    sent = {"name": "Bo", "email": "bo@example.org", "role": "member"}
    answers = [
        client_of(us_researcher).post(address, {**sent, "side": side}, content_type="application/json").status_code
        for side in ("KR", "US")
    ]
    assert answers == [403, 201]
