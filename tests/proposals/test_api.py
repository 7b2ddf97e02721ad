"""The API answers as the pages do."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from exchange.proposals.models import Proposal, TeamMember

SignIn = Callable[[User | Researcher], Client]


def url(name: str, proposal: Proposal, *more: object) -> str:
    return reverse(f"api-proposal{name}", args=[proposal.public_id, *more])


def put(client: Client, address: str, **values: Any) -> Any:
    return client.put(address, values, content_type="application/json")


def test_from_beginning_to_acceptance(
    client_of: SignIn, call: Call, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    kr, us = client_of(korean_researcher), client_of(us_researcher)
    begun = kr.post(reverse("api-proposals"), {"call": str(call.public_id), "title_en": "Trust"})
    assert begun.status_code == 201
    proposal = Proposal.objects.get(public_id=begun.json()["public_id"])
    person = {"name": "Alex", "email": "alex@example.org", "side": "US", "role": "pi"}
    assert kr.post(url("-team", proposal), person).status_code == 201
    assert us.get(url("", proposal)).status_code == 404
    [waiting] = us.get(reverse("api-invitations")).json()
    address = reverse("api-invitation", args=[waiting["public_id"]])
    assert kr.post(address, {"answer": "accept"}).status_code == 404
    assert us.post(address, {"answer": "accept"}).json()["state"] == "accepted"
    assert [row["state"] for row in us.get(url("-team", proposal)).json()] == ["accepted", "accepted"]
    assert us.get(reverse("api-proposals")).json()["count"] == 1


def test_answers_name_their_version(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, outsider: User
) -> None:
    client, address = client_of(korean_researcher), url("-answer", proposal, "aims", "KR")
    saved = put(client, address, value="새 글", version=1)
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    late = put(client, address, value="다른 글", version=1)
    assert (late.status_code, late.json()["value"]) == (409, "새 글")
    assert put(client, address, value="\0", version=2).status_code == 400
    other_side = put(client, url("-answer", proposal, "aims", "US"), value="x", version=1)
    assert (other_side.status_code, put(client_of(outsider), address, value="x", version=2).status_code) == (403, 404)


def test_checks_are_those_of_the_page(client_of: SignIn, proposal: Proposal, us_researcher: Researcher) -> None:
    TeamMember.objects.update(signed_off_at=None)
    results = client_of(us_researcher).get(url("-checks", proposal)).json()
    assert [row["name"] for row in results if row["outcome"] != "pass"] == ["team_signed_off"]


def test_titles_name_what_was_read(client_of: SignIn, proposal: Proposal, korean_researcher: Researcher) -> None:
    client, address = client_of(korean_researcher), url("", proposal)
    sent = {"title_en": "New", "title_ko": "새", "read_en": proposal.title_en, "read_ko": proposal.title_ko}
    json: dict[str, Any] = {"content_type": "application/json"}
    assert client.patch(address, sent, **json).json()["title_en"] == "New"
    late = client.patch(address, sent | {"title_en": "Other"}, **json)
    assert (late.status_code, late.json()["title_en"]) == (409, "New")
    bad = [{}, sent | {"title_en": "x" * 301}, sent | {"title_ko": "\0"}, sent | {"read_en": None}, []]
    assert [client.patch(address, one, **json).status_code for one in bad] == [400] * 5


def test_everybody_signs_their_own_entry_under_the_rules_of_the_page(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client, address = client_of(korean_researcher), url("-declaration", proposal)
    entry = {"projects_at_once": 1, "projects_as_pi": 2, "last_collaboration_on": "2999-01-01", "foreign_support": ""}
    refused = put(client, address, **entry, signed=True)
    assert (refused.status_code, refused.json()) == (
        400,
        {
            "projects_as_pi": ["Not more than the projects in all."],
            "last_collaboration_on": ["This day is still to come."],
            "foreign_support": ["Write “None” where there is none, then sign off."],
        },
    )
    right = entry | {"projects_as_pi": 1, "last_collaboration_on": None, "foreign_support": "None"}
    assert put(client, address, **right).json() == right | {"signed": False}
    assert put(client, address, **right, signed=True).json() == client.get(address).json() == right | {"signed": True}
    odd = [{"projects_at_once": 10**9}, {"projects_at_once": "x"}, {"foreign_support": "\0"}, {"foreign_support": {}}]
    assert [put(client, address, **right | one).status_code for one in odd] == [400] * 4
    assert proposal.members.get(researcher=korean_researcher).has_signed_off
