"""What a person does to what is theirs leaves everybody else's as it was; the export tells of nobody else."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client, RequestFactory
from django.urls import reverse

from exchange.people.enums import Audience, Direction, ProfileField, ResourceKind, Side
from exchange.people.models import ConsentNotice, Organisation, PublicationImport, Researcher, Topic, User
from exchange.people.services.account import erase_account, export_account
from exchange.people.services.consent import give_consent, record_consent, withdraw_consent
from exchange.people.services.organisations import enter_organisation, merge_organisation
from exchange.people.services.profile import (
    ResourceLine,
    create_profile,
    replace_resources,
    set_topics,
    set_visibility,
    update_profile,
)
from exchange.people.services.publication_merging import merge_publications
from exchange.people.services.publications import (
    add_publication,
    choose_publications,
    remove_publication,
)
from exchange.people.values.publications import Item
from exchange.people.views.access import own_researcher
from tests.cast import consent_to, make_researcher

Act = Callable[[Researcher], Any]


def fill(researcher: Researcher, mark: str) -> None:
    """Something of everything that an export holds, each with ``mark`` in it."""
    user = researcher.user
    assert user is not None
    EmailAddress.objects.create(user=user, email=f"{mark}@example.net")
    SocialAccount.objects.create(user=user, provider="orcid", uid=f"{mark}-uid", extra_data={})
    UserSession.objects.create(user=user, ip="192.0.2.1", session_key=mark, user_agent=f"{mark} browser")
    topic = Topic.objects.create(openalex_id=f"T-{mark}", name=f"{mark} topic", domain="D", field="F", subfield="S")
    set_topics(researcher, topics=[topic])
    replace_resources(researcher, resources=[ResourceLine(Direction.OFFER, ResourceKind.DATA, f"{mark} data")])
    add_publication(researcher, title=f"{mark} paper", year=2026)
    PublicationImport.objects.create(researcher=researcher, source="doi", payload=f"{mark}-doi")


def test_the_export_tells_of_nobody_else(
    korean_researcher: Researcher, us_researcher: Researcher, outsider: User
) -> None:
    fill(us_researcher, "theirs")
    fill(korean_researcher, "mine")

    def told(user: User | None) -> tuple[dict[str, Any], str]:
        assert user is not None
        people = export_account(user)["people"]
        return people, json.dumps(people, cls=DjangoJSONEncoder, ensure_ascii=False)

    people, text = told(korean_researcher.user)
    assert text.count("mine") == 8
    assert "theirs" not in text
    assert "Alex" not in text
    assert len(people["consents"]) == 1
    people, text = told(outsider)
    assert (people["profile"], people["consents"]) == (None, [])
    assert [address["email"] for address in people["account"]["email_addresses"]] == [outsider.email]
    assert "Alex" not in text


@pytest.fixture
def colleague(korean_organisation: Organisation, notice: ConsentNotice) -> Researcher:
    """Of the same side and organisation, with the same consent."""
    researcher = make_researcher("ara@example.org", "Ara Lim", korean_organisation)
    consent_to(researcher, Side.US, notice)
    return researcher


def state_of(researcher: Researcher) -> list[Any]:
    """The row with its time of change, and what hangs on it."""
    kept = Researcher.objects.get(pk=researcher.pk)
    lists = (kept.topics, kept.resources, kept.publications, kept.consents)
    return [Researcher.objects.filter(pk=kept.pk).values().get(), *(list(one.order_by("pk").values()) for one in lists)]


def consent(researcher: Researcher) -> None:
    notice = ConsentNotice.objects.latest("version")
    give_consent(researcher, notice=notice, country=Side.US, language="en")
    withdraw_consent(researcher, country=Side.US)
    record_consent(researcher, notice=notice, country=Side.US, basis="On paper")


def choose(researcher: Researcher) -> None:
    choose_publications(researcher, chosen=[])
    choose_publications(researcher, chosen=researcher.publications.values_list("pk", flat=True))


EVERY = dict(zip(ProfileField.values, [*Audience.values] * len(ProfileField.values), strict=False))
ACTS: dict[str, Act] = {
    "profile": lambda person: create_profile(person.user, department="Robotics"),  # type: ignore[arg-type]
    "section": lambda person: update_profile(person, department="Robotics"),
    "resources": lambda person: replace_resources(person, resources=[]),
    "topics": lambda person: set_topics(person, topics=[]),
    "visibility": lambda person: set_visibility(person, visibility=EVERY, is_listed=False),
    "consents": consent,
    "choice": choose,
    "import": lambda person: merge_publications(person, [Item(title="New", year=2026)], source="csv"),
    "entry": lambda person: add_publication(person, title="Newer", year=2026),
    "removal": lambda person: remove_publication(person, pk=person.publications.get().pk),
    "erasure": lambda person: erase_account(person.user, by=person.user),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", ACTS)
def test_others_stay_as_they_were(colleague: Researcher, korean_researcher: Researcher, name: str) -> None:
    fill(colleague, "theirs")
    fill(korean_researcher, "mine")
    before = state_of(colleague)
    ACTS[name](korean_researcher)
    assert state_of(colleague) == before


def test_a_merge_moves_nobody_of_another_organisation(
    korean_researcher: Researcher, colleague: Researcher, korean_organisation: Organisation
) -> None:
    entered = enter_organisation(name="Hanbit Lab", country=Side.KR)
    update_profile(korean_researcher, organisation=entered)
    before = state_of(colleague)
    assert merge_organisation(entered, into=korean_organisation) == 1
    assert state_of(colleague) == before


def test_a_merge_leaves_the_history_of_both_as_it_was(korean_organisation: Organisation) -> None:
    entered = enter_organisation(name="Hanbit Lab", country=Side.KR)
    history = Organisation.pgh_event_model.objects.order_by("pgh_id")
    before = list(history.values())
    merge_organisation(entered, into=korean_organisation)
    assert list(history.values())[: len(before)] == before


def test_everybody_comes_to_what_is_their_own(
    client_of: Callable[[User | Researcher], Client],
    korean_researcher: Researcher,
    us_researcher: Researcher,
    outsider: User,
    rf: RequestFactory,
) -> None:
    request = rf.get("/")
    for person in (korean_researcher, us_researcher):
        assert client_of(person).get(reverse("api-side")).json()["side"] == person.country
        request.user = person.user
        assert own_researcher(request) == person
    request.user = outsider
    assert own_researcher(request) is None
    assert client_of(outsider).get(reverse("api-side")).status_code == HTTPStatus.NOT_FOUND
