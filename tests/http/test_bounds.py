"""What a counter allows the server takes, and not one sign more: by pages and over the API, as a Mac types Korean."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.models import Publication, Researcher, User
from exchange.projects.models import Project
from exchange.proposals.models import Proposal, TeamMember
from tests.proposals.cast import invite

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | Researcher], Client]
Send = Callable[[Client, str], Any]
JSON = "application/json"


def counted(length: int) -> str:
    """So many signs by the counter, a line break one of them."""
    return "".join("\n" if number % 50 == 49 else "한" for number in range(length - 1)) + "글"


def as_typed(text: str) -> str:
    """Three signs to a syllable, two to a line break."""
    return unicodedata.normalize("NFD", text).replace("\n", "\r\n")


def member(proposal: Proposal) -> TeamMember:
    return proposal.members.get(email="minji@example.org")


def _page(name: str, field: str, *args: object, **more: object) -> Send:
    return lambda client, text: client.post(reverse(name, args=args), {**more, field: text})


def _api(method: str, name: str, field: str, *args: object, **more: object) -> Send:
    def send(client: Client, text: str) -> Any:
        return getattr(client, method)(reverse(name, args=args), {**more, field: text}, content_type=JSON)

    return send


DECLARED = {"projects_at_once": 0, "projects_as_pi": 0}
PAPER = {"title": "Trust", "year": 2024}
DOORS: dict[str, tuple[int, Callable[[Any], Send], Callable[[Any], str]]] = {
    "statement by page": (
        4000,
        lambda world: _page("profile-edit", "statement_ko", "statement", statement_en=""),
        lambda world: Researcher.objects.get(pk=world["own"].pk).statement_ko,
    ),
    "statement by API": (
        4000,
        lambda world: _api("patch", "api-profile", "statement_ko"),
        lambda world: Researcher.objects.get(pk=world["own"].pk).statement_ko,
    ),
    "project by API": (
        10_000,
        lambda world: _api("post", "api-projects", "summary", title="Trust"),
        lambda world: "".join(Project.objects.filter(lead=world["own"]).values_list("summary", flat=True)),
    ),
    "abstract by page": (
        10_000,
        lambda world: _page("publication-add", "abstract", **PAPER),
        lambda world: "".join(Publication.objects.values_list("abstract", flat=True)),
    ),
    "abstract by API": (
        10_000,
        lambda world: _api("post", "api-publications", "abstract", **PAPER),
        lambda world: "".join(Publication.objects.values_list("abstract", flat=True)),
    ),
    "declaration by page": (
        2000,
        lambda world: _page("proposal-declaration", "foreign_support", world["proposal"].public_id, **DECLARED),
        lambda world: member(world["proposal"]).foreign_support,
    ),
    "declaration by API": (
        2000,
        lambda world: _api(
            "put", "api-proposal-declaration", "foreign_support", world["proposal"].public_id, **DECLARED
        ),
        lambda world: member(world["proposal"]).foreign_support,
    ),
    "reason by page": (
        500,
        lambda world: _page("invitation", "reason", world["invited"].public_id, answer="decline"),
        lambda world: TeamMember.objects.get(pk=world["invited"].pk).left_reason,
    ),
    "reason by API": (
        500,
        lambda world: _api("post", "api-invitation", "reason", world["invited"].public_id, answer="decline"),
        lambda world: TeamMember.objects.get(pk=world["invited"].pk).left_reason,
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_text_of_just_the_limit_is_kept_and_one_sign_more_refused(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, door: str
) -> None:
    invited = invite(proposal, "jun@example.org", side="KR", role="member")
    TeamMember.objects.filter(pk=invited.pk).update(email="minji@example.com")
    assert korean_researcher.user is not None
    korean_researcher.user.emailaddress_set.create(email="minji@example.com", verified=True)
    world = {"own": korean_researcher, "proposal": proposal, "invited": invited}
    limit, send, stored = DOORS[door]
    before = stored(world)
    client = client_of(korean_researcher)
    refused = send(world)(client, as_typed(counted(limit + 1)))
    assert (refused.status_code in {201, 302}, stored(world)) == (False, before)
    taken = send(world)(client, as_typed(counted(limit)))
    assert (taken.status_code in {200, 201, 302}, stored(world)) == (True, counted(limit))
