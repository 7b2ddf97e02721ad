"""A side on the word of an organisation at ORCID, for as long as the iD is connected."""

import importlib
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from exchange.messaging.selectors.account import waiting_in_account
from exchange.messaging.selectors.worklist import Reader
from exchange.people.enums import Side, SideGround
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.selectors.side import confirmed_side
from exchange.people.services.side import confirm_by_evidence, decide_side, follow_move, saved_workplace
from tests.cast import shown_again
from tests.concurrency import Beside
from tests.people.newcomers import newcomer

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture(autouse=True)
def _orcid_is_offered(settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"orcid": {"APPS": [{"client_id": "APP-1", "secret": "s", "key": ""}]}}


HANBIT = {
    "disambiguated-organization-identifier": "https://ror.org/000000001",
    "disambiguation-source": "ROR",
}
EMPLOYED = {
    "source": {"source-client-id": {"path": "APP-HANBIT"}, "source-orcid": None, "assertion-origin-orcid": None},
    "end-date": None,
    "organization": {"disambiguated-organization": HANBIT},
}


@pytest.mark.parametrize(
    ("changes", "confirms"),
    [
        ({}, True),
        ({"source": {"source-client-id": None, "source-orcid": {"path": "0000-0002-1825-0097"}}}, False),
        ({"source": EMPLOYED["source"] | {"assertion-origin-orcid": {"path": "0000-0002-1825-0097"}}}, False),
        ({"end-date": {"year": {"value": "2020"}}}, False),
        ({"organization": {"disambiguated-organization": None}}, False),
        ({"organization": {"disambiguated-organization": HANBIT | {"disambiguation-source": "RINGGOLD"}}}, False),
        ({"source": None}, False),
        ({"source": "nonsense"}, False),
    ],
)
def test_an_employment_that_the_organisation_attested_at_orcid(
    changes: dict[str, object], confirms: bool, korean_organisation: Organisation
) -> None:
    person = newcomer("new@example.org", korean_organisation)
    groups = [{"summaries": [{"employment-summary": EMPLOYED | changes}]}]
    record = {"activities-summary": {"employments": {"affiliation-group": groups}}}
    SocialAccount.objects.create(user=person.user, provider="orcid", uid="0000-0002-1825-0097", extra_data=record)
    decision = confirm_by_evidence(person)
    assert (decision is not None) is confirms
    if decision is not None:
        assert (decision.ground, decision.reason) == (SideGround.ORCID, "0000-0002-1825-0097")


@pytest.fixture
def attested(korean_organisation: Organisation) -> Researcher:
    """Whose side rests on what the organisation says at ORCID, and on no address."""
    person = newcomer("new@example.org", korean_organisation)
    groups = [{"summaries": [{"employment-summary": EMPLOYED}]}]
    record = {"activities-summary": {"employments": {"affiliation-group": groups}}}
    SocialAccount.objects.create(user=person.user, provider="orcid", uid="0000-0002-1825-0097", extra_data=record)
    confirm_by_evidence(person)
    assert confirmed_side(person) == Side.KR
    return person


@pytest.mark.parametrize("way", ["removed", "of another account", "of another iD", "of another provider"])
def test_a_side_is_confirmed_no_longer_than_the_id_is_connected(
    attested: Researcher, us_researcher: Researcher, way: str
) -> None:
    before = Researcher.objects.get(pk=attested.pk).changed_at
    rows = SocialAccount.objects.filter(user=attested.user)
    # What is written anew at each sign-in, and another account's iD that goes, change nothing.
    rows.update(last_login=timezone.now())
    SocialAccount.objects.create(user=us_researcher.user, provider="orcid", uid="0000-0001-5109-3700").delete()
    SocialAccount.objects.create(user=attested.user, provider="other", uid="0000-0002-1825-0097").delete()
    assert (confirmed_side(attested), confirmed_side(us_researcher)) == (Side.KR, Side.US)
    {
        "removed": lambda: rows.delete(),
        "of another account": lambda: rows.update(user=us_researcher.user),
        "of another iD": lambda: rows.update(uid="0000-0001-5109-3700"),
        "of another provider": lambda: rows.update(provider="other"),
    }[way]()
    assert (confirmed_side(attested), confirmed_side(us_researcher)) == (None, Side.US)
    assert Researcher.objects.get(pk=attested.pk).changed_at > before


def test_what_an_officer_or_an_address_confirmed_rests_on_no_id(attested: Researcher) -> None:
    for ground, reason in ((SideGround.OFFICER, "0000-0002-1825-0097"), (SideGround.ADDRESS, "hanbit.ac.kr")):
        attested.side_decisions.update(ground=ground, reason=reason)
        with transaction.atomic():
            SocialAccount.objects.filter(user=attested.user).delete()
            assert confirmed_side(attested) == Side.KR
            transaction.set_rollback(True)


@pytest.mark.parametrize("has_address", [False, True])
def test_whoever_disconnects_what_confirmed_their_side_is_told_and_what_to_do(
    client_of: ClientOf, attested: Researcher, has_address: bool
) -> None:
    if has_address:
        Organisation.objects.update(domains=["hanbit.ac.kr"])
        EmailAddress.objects.create(user=attested.user, email="new@hanbit.ac.kr", verified=True)
    browser = shown_again(client_of(attested))
    connections = reverse("socialaccount_connections")
    answer = browser.post(connections, {"account": SocialAccount.objects.get().pk}, follow=True)
    assert not SocialAccount.objects.exists()
    assert confirmed_side(attested) == (Side.KR if has_address else None)
    told = [str(message) for message in answer.context["messages"]]
    said = "Your ORCID iD no longer confirms your side, and nothing else does yet. The page “Your side” says what can."
    assert (said in told) is not has_address
    waiting = [item.kind for item in waiting_in_account(Reader(User.objects.get(pk=attested.user_id)))]
    assert ("side" in waiting) is not has_address


def test_a_session_alone_disconnects_no_id(client_of: ClientOf, attested: Researcher) -> None:
    answer = client_of(attested).post(reverse("socialaccount_connections"), {"account": SocialAccount.objects.get().pk})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert SocialAccount.objects.exists()


def test_an_id_is_disconnected_though_its_keys_were_taken_out(
    client_of: ClientOf, attested: Researcher, us_researcher: Researcher, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS, settings.ORCID_CLIENT_ID = {"orcid": {"APPS": []}}, ""
    browser, connections = shown_again(client_of(attested)), reverse("socialaccount_connections")
    account = SocialAccount.objects.get()
    page = browser.get(connections).content.decode()
    assert (page.count(f'value="{account.pk}"'), page.count(reverse("orcid_login"))) == (1, 0)
    nothing = client_of(us_researcher).get(connections).content.decode()
    assert (nothing.count("No ORCID iD is connected"), nothing.count(reverse("orcid_login"))) == (1, 0)
    assert browser.post(connections, {"account": account.pk}).status_code == 302
    assert not SocialAccount.objects.exists()
    assert [browser.post(reverse(name)).status_code for name in ("orcid_login", "orcid_callback")] == [404, 404]


def test_what_the_id_confirmed_at_another_organisation_ends_by_nothing_now(
    client_of: ClientOf, attested: Researcher, us_organisation: Organisation
) -> None:
    browser, before = shown_again(client_of(attested)), saved_workplace(attested.pk)
    attested.organisation = us_organisation
    attested.save()
    attested.refresh_from_db()
    follow_move(attested, before=before)
    body = {"account": SocialAccount.objects.get().pk}
    answer = browser.post(reverse("socialaccount_connections"), body, follow=True)
    assert [str(message) for message in answer.context["messages"] if "side" in str(message)] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ground", ["orcid", "address"])
def test_of_an_officer_and_one_whose_evidence_goes_at_once_the_second_waits(
    attested: Researcher, korean_manager: User, ground: str
) -> None:
    address = EmailAddress.objects.create(user=attested.user, email="new@hanbit.ac.kr", verified=True)
    if ground == "address":
        attested.side_decisions.update(ground=SideGround.ADDRESS, reason="hanbit.ac.kr")
    read = SideDecision.objects.get().pk
    with transaction.atomic():
        saved_workplace(attested.pk)
        second = Beside(address.delete if ground == "address" else SocialAccount.objects.all().delete)
        second.wait_until_it_waits()
        organisation = attested.organisation
        decide_side(
            attested, outcome="refused", reason="Met", by=korean_manager, organisation=organisation, reverses=read
        )
    second.end()
    assert [row.outcome for row in SideDecision.objects.in_force()] == ["refused"]


def test_a_side_whose_id_was_gone_before_ends_too(attested: Researcher, us_researcher: Researcher) -> None:
    end_sides = importlib.import_module("exchange.people.migrations.0090_sides_without_their_orcid").end_sides
    end_sides(apps, None)
    assert (confirmed_side(attested), confirmed_side(us_researcher)) == (Side.KR, Side.US)
    attested.side_decisions.update(reason="0000-0001-5109-3700")
    SocialAccount.objects.create(user=us_researcher.user, provider="orcid", uid="0000-0001-5109-3700")
    before = Researcher.objects.get(pk=attested.pk).changed_at
    end_sides(apps, None)
    assert (confirmed_side(attested), confirmed_side(us_researcher)) == (None, Side.US)
    assert Researcher.objects.get(pk=attested.pk).changed_at > before


def test_an_id_that_confirmed_nothing_goes_without_a_word_of_sides(
    client_of: ClientOf, korean_researcher: Researcher
) -> None:
    korean_researcher.side_decisions.update(ended_at=timezone.now())
    account = SocialAccount.objects.create(user=korean_researcher.user, provider="orcid", uid="0000-0002-1825-0097")
    browser = shown_again(client_of(korean_researcher))
    answer = browser.post(reverse("socialaccount_connections"), {"account": account.pk}, follow=True)
    assert not SocialAccount.objects.exists()
    assert [str(message) for message in answer.context["messages"] if "side" in str(message)] == []


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("has_address", [False, True])
def test_an_id_that_administrators_remove_confirms_no_side(
    client_of: ClientOf, attested: Researcher, staff: User, has_address: bool, at_once: bool
) -> None:
    if has_address:
        Organisation.objects.update(domains=["hanbit.ac.kr"])
        EmailAddress.objects.create(user=attested.user, email="new@hanbit.ac.kr", verified=True)
    pk = SocialAccount.objects.get().pk
    if at_once:
        address = reverse("admin:socialaccount_socialaccount_changelist")
        body = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    else:
        address, body = reverse("admin:socialaccount_socialaccount_delete", args=[pk]), {"post": "yes"}
    client_of(staff).post(address, body)
    assert not SocialAccount.objects.exists()
    assert confirmed_side(attested) == (Side.KR if has_address else None)


def test_an_orcid_record_of_another_shape_confirms_nothing(korean_organisation: Organisation) -> None:
    person = newcomer("new@example.org", korean_organisation)
    SocialAccount.objects.create(user=person.user, provider="orcid", uid="0000-0002-1825-0097", extra_data={"a": []})
    assert confirm_by_evidence(person) is None
