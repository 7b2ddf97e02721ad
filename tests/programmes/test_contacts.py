"""How an agency is reached: told wherever a person looks for somebody to ask, in both languages, and nowhere if it is not said."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.messaging.models import OutboxMessage
from exchange.people.enums import CareerStage, SideOutcome
from exchange.people.models import Organisation, Researcher, User
from exchange.people.services.profile import create_profile
from exchange.people.services.side import decide_side
from exchange.programmes.models import Agency, Call
from exchange.proposals.models import Proposal
from exchange.proposals.services.telling import tell_team
from tests.cast import make_account

SignIn = Callable[[User | Researcher], Client]
MAIL, PAGE = "joint@iitp.example", "https://iitp.example/contact"
TOLD = {"contact_email": MAIL, "contact_page": PAGE}
LINKS = (f'href="mailto:{MAIL}"', f'href="{PAGE}"')


@pytest.fixture
def reachable(iitp: Agency, korean_manager: User) -> Agency:
    Agency.objects.filter(pk=iitp.pk).update(**TOLD)
    return iitp


@pytest.fixture
def refused(korean_organisation: Organisation, korean_manager: User) -> Researcher:
    account = make_account("new@example.org")
    person = create_profile(
        account, name_romanised="New", organisation=korean_organisation, career_stage=CareerStage.POSTDOC
    )
    said = {"outcome": SideOutcome.REFUSED, "reason": "Nobody knows them", "organisation": korean_organisation}
    decide_side(person, by=korean_manager, **said)
    return person


def told_on(client: Client, address: str, language: str = "en") -> tuple[int, ...]:
    html = client.get(address, headers={"accept-language": language}).content.decode()
    return tuple(html.count(link) for link in LINKS)


def test_whoever_reads_a_call_reads_whom_to_ask(client: Client, call: Call, reachable: Agency) -> None:
    page, api = reverse("call-detail", args=[call.public_id]), reverse("api-call", args=[call.public_id])
    assert (told_on(client, page), told_on(client, page, "ko")) == ((1, 1), (1, 1))
    told = {row.pop("code"): row for row in client.get(api).json()["contacts"]}
    assert {name: told["iitp"][name] for name in TOLD} == TOLD
    assert [told["afosr"][name] for name in TOLD] == ["", ""]


def test_who_was_refused_reads_it_on_their_page_and_in_the_mail(
    client_of: SignIn, reachable: Agency, refused: Researcher
) -> None:
    client = client_of(refused)
    assert told_on(client, reverse("side")) == (1, 1)
    (office,) = client.get(reverse("api-side")).json()["offices"]
    assert {name: office[name] for name in TOLD} == TOLD
    message = OutboxMessage.objects.get()
    assert message.body_text.rstrip().endswith(f"\n\nQuestions to IITP: {MAIL} {PAGE}")
    assert [message.body_html.count(link) for link in LINKS] == [1, 1]


def test_the_privacy_notice_names_the_agencies_that_say_how_they_are_reached(
    client: Client, reachable: Agency, officer: User
) -> None:
    page, api = reverse("privacy"), reverse("api-privacy-notice")
    assert (told_on(client, page), told_on(client, page, "ko")) == ((1, 1), (1, 1))
    assert [(row["name"], row["contact_email"]) for row in client.get(api).json()["offices"]] == [("IITP", MAIL)]
    Agency.objects.update(contact_email="", contact_page="")
    html = client.get(page).content.decode()
    assert ("How to reach the agencies" in html, client.get(api).json()["offices"]) == (False, [])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_team_reads_it_beneath_what_it_is_told(reachable: Agency, proposal: Proposal, language: str) -> None:
    User.objects.update(language=language)
    tell_team(proposal, "proposal_not_advanced", key="told")
    name = {"en": "IITP", "ko": "정보통신기획평가원"}[language]
    for message in OutboxMessage.objects.filter(key__startswith="told-"):
        last = message.body_text.rstrip().split("\n")[-1]
        assert (last.count(name), last.endswith(f" {MAIL} {PAGE}"), message.body_text.count("AFOSR")) == (1, True, 0)
