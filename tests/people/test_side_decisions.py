"""Two officers who decide on one person: the first word stands until somebody who has read it reverses it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.http.stale import Stale
from exchange.people.enums import CareerStage, Side, SideOutcome
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.selectors.side import confirmed_side
from exchange.people.services.profile import create_profile
from exchange.people.services.side import confirm_by_evidence, decide_side
from exchange.programmes.models import Agency
from tests.cast import make_account
from tests.concurrency import Beside
from tests.programmes.cast import make_officer

ClientOf = Callable[[User | Researcher], Client]
CONFIRMED, REFUSED = SideOutcome.CONFIRMED, SideOutcome.REFUSED


def newcomer(address: str, organisation: Organisation) -> Researcher:
    return create_profile(
        make_account(address), name_romanised=address, organisation=organisation, career_stage=CareerStage.POSTDOC
    )


@pytest.fixture
def waiting(korean_organisation: Organisation) -> Researcher:
    return newcomer("new@example.org", korean_organisation)


@pytest.fixture
def colleague(iitp: Agency, korean_manager: User) -> User:
    """Another officer of the same side."""
    return make_officer("colleague@example.org", iitp)


def decide(person: Researcher, by: User, outcome: str, **read: int | None) -> SideDecision:
    return decide_side(person, outcome=outcome, reason="Met", by=by, organisation=person.organisation, **read)


def test_only_what_was_read_is_reversed(waiting: Researcher, korean_manager: User, colleague: User) -> None:
    """Not where none was read, nor another person's, nor one that has ended; and nothing is said twice."""
    elsewhere = decide(newcomer("other@example.org", waiting.organisation), colleague, CONFIRMED)
    first = decide(waiting, korean_manager, CONFIRMED)
    for read in (None, elsewhere.pk):
        with pytest.raises(Stale, match=r"Confirmed · manager-kr@example\.org · ") as stale:
            decide(waiting, colleague, REFUSED, reverses=read)
        assert stale.value.current == first
    with pytest.raises(Stale, match="already"):
        decide(waiting, colleague, CONFIRMED, reverses=first.pk)
    second = decide(waiting, colleague, REFUSED, reverses=first.pk)
    with pytest.raises(Stale, match="already"):
        decide(waiting, korean_manager, CONFIRMED, reverses=first.pk)
    assert list(SideDecision.objects.in_force().filter(researcher=waiting)) == [second]
    SideDecision.objects.filter(researcher=waiting).update(ended_at=timezone.now())
    with pytest.raises(Stale, match="no longer in force"):
        decide(waiting, korean_manager, CONFIRMED, reverses=second.pk)


def test_an_officer_may_say_as_well_what_an_address_said(
    korean_organisation: Organisation, korean_manager: User
) -> None:
    """So it holds when the address is gone."""
    korean_organisation.domains = ["hanbit.ac.kr"]
    korean_organisation.save()
    person = newcomer("new@hanbit.ac.kr", korean_organisation)
    assert confirmed_side(person) == Side.KR
    with pytest.raises(Stale, match="Confirmed · A verified address in a domain of the organisation · "):
        decide(person, korean_manager, CONFIRMED)
    decide(person, korean_manager, CONFIRMED, reverses=person.side_decisions.get().pk)
    EmailAddress.objects.filter(user=person.user).delete()
    assert confirmed_side(person) == Side.KR


def post(client: Client, person: Researcher, outcome: str, **changes: Any) -> Any:
    body = {"outcome": outcome, "reason": "Met", "organisation": person.organisation.ror_id} | changes
    return client.post(reverse("api-side-decision", args=[person.public_id]), body, content_type="application/json")


def test_over_the_api_the_second_decision_is_told_the_first_one(
    client_of: ClientOf, waiting: Researcher, korean_manager: User, colleague: User
) -> None:
    made = post(client_of(korean_manager), waiting, CONFIRMED).json()
    assert (made["outcome"], made["decided_by"]) == ("confirmed", "manager-kr@example.org")
    client = client_of(colleague)
    answer = post(client, waiting, REFUSED)
    told = answer.json()
    assert (answer.status_code, told["decision"]) == (409, made)
    assert told["detail"].count("Confirmed · manager-kr@example.org · ") == 1
    assert datetime.fromisoformat(told["decision"]["decided_at"]) == SideDecision.objects.get().decided_at
    assert confirmed_side(waiting) == Side.KR
    assert post(client, waiting, REFUSED, reverses=made["id"], reason=" ").status_code == 400
    assert post(client, waiting, REFUSED, reverses=made["id"], reason="Nobody knows them there").status_code == 201
    assert confirmed_side(waiting) is None
    assert post(client, waiting, CONFIRMED, reverses=made["id"]).status_code == 409
    SideDecision.objects.update(ended_at=timezone.now())
    assert post(client, waiting, CONFIRMED, reverses=made["id"]).json()["decision"] is None


def test_on_the_page_the_second_decision_is_shown_the_first_one_and_may_then_reverse_it(
    client_of: ClientOf, waiting: Researcher, korean_manager: User, colleague: User
) -> None:
    address = reverse("side-decide", args=[waiting.public_id])
    body = {"outcome": "refused", "reason": "Unknown there", "organisation": waiting.organisation_id}
    client = client_of(colleague)
    assert client.get(address).content.decode().count('name="reverses"') == 0
    first = decide(waiting, korean_manager, CONFIRMED)
    answer = client.post(address, body)
    page, told = answer.content.decode(), "Confirmed · manager-kr@example.org · "
    assert (answer.status_code, page.count(told), page.count("Unknown there")) == (409, 1, 1)
    assert page.count(f'name="reverses" value="{first.pk}"') == 1
    assert (page.count('value="confirmed"'), page.count('value="refused"')) == (0, 1)
    assert confirmed_side(waiting) == Side.KR
    assert client.post(address, body | {"reverses": first.pk}).status_code == 302
    assert confirmed_side(waiting) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_decides(
    client_of: ClientOf, waiting: Researcher, korean_manager: User, colleague: User
) -> None:
    slower = client_of(colleague)
    with transaction.atomic():
        decide(waiting, korean_manager, CONFIRMED)
        second = Beside(lambda: post(slower, waiting, REFUSED))
        second.wait_until_it_waits()
    answer = second.end()
    assert (answer.status_code, answer.json()["decision"]["decided_by"]) == (409, "manager-kr@example.org")
    assert [row.outcome for row in SideDecision.objects.all()] == ["confirmed"]


@pytest.mark.django_db(transaction=True)
def test_of_an_officer_and_an_address_at_once_the_first_decides(
    korean_organisation: Organisation, waiting: Researcher, korean_manager: User
) -> None:
    korean_organisation.domains = ["hanbit.ac.kr"]
    korean_organisation.save()
    assert waiting.user is not None
    EmailAddress.objects.create(user=waiting.user, email="new@hanbit.ac.kr", verified=True)
    with transaction.atomic():
        confirm_by_evidence(waiting)
        second = Beside(lambda: decide(waiting, korean_manager, REFUSED))
        second.wait_until_it_waits()
    with pytest.raises(Stale, match="A verified address"):
        second.end()
    assert confirmed_side(waiting) == Side.KR
