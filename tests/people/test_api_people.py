"""The directory and the consents over the API."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.people.enums import Audience, Direction, PublicationSource, ResourceKind, Side
from exchange.people.models import ConsentNotice, Organisation, Publication, Researcher, User
from exchange.people.selectors.consent import is_shown_across, live_consent
from exchange.people.services.consent import withdraw_consent
from tests.cast import make_researcher

ClientOf = Callable[[User | Researcher], Client]


def _names(client: Client, **filters: str) -> list[str]:
    answer = client.get(reverse("api-people"), filters)
    assert answer.status_code == HTTPStatus.OK, answer.json()
    return [row["name_romanised"] for row in answer.json()["results"]]


def test_the_directory_holds_whom_one_may_see(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher, outsider: User
) -> None:
    client = client_of(us_researcher)
    assert _names(client) == ["Alex Rivers", "Minji Han"]
    assert _names(client, side="KR") == _names(client, text="한민지") == ["Minji Han"]
    withdraw_consent(korean_researcher, country=Side.US)
    assert _names(client) == ["Alex Rivers"]
    assert _names(client_of(outsider)) == []
    assert client.get(reverse("api-people"), {"side": "FR", "topic": "T0"}).json().keys() == {"side", "topic"}


def test_a_person_shows_what_they_chose_to(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    Publication.objects.create(researcher=korean_researcher, title="A paper", source=PublicationSource.MANUAL)
    Researcher.objects.filter(pk=korean_researcher.pk).update(
        department="Robotics", visibility={"department": Audience.MEMBERS, "publications": Audience.MEMBERS}
    )
    address = reverse("api-person", args=[korean_researcher.public_id])
    shown = client_of(us_researcher).get(address).json()
    # The department stays in the country, whoever it is open to.
    assert (shown["department"], shown["email"]) == ("", "")
    assert shown["shown"] == ["publications"]
    assert [paper["title"] for paper in shown["publications"]] == ["A paper"]
    assert shown["organisation"]["is_verified"]
    Researcher.objects.filter(pk=korean_researcher.pk).update(visibility={})
    hidden = client_of(us_researcher).get(address).json()
    assert (hidden["department"], hidden["shown"], hidden["publications"]) == ("", [], [])


@pytest.mark.parametrize("more", [0, 2])
def test_the_directory_asks_the_database_as_often_for_one_as_for_three(
    more: int,
    client_of: ClientOf,
    us_researcher: Researcher,
    us_organisation: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(more):
        make_researcher(f"more{number}@example.org", f"More {number}", us_organisation)
    client = client_of(us_researcher)
    with django_assert_num_queries(15):
        assert len(_names(client)) == 1 + more


def test_a_consent_is_read_given_and_withdrawn(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    withdraw_consent(korean_researcher, country=Side.US)
    version = client.get(reverse("api-consent-notice")).json()["version"]
    given = {"recipient_country": "US", "version": version, "language": "ko"}
    answer = client.post(reverse("api-consents"), given, content_type="application/json")
    assert (answer.status_code, answer.json()["withdrawn_at"]) == (HTTPStatus.CREATED, None)
    rows = client.get(reverse("api-consents")).json()["results"]
    assert [(row["recipient_country"], row["withdrawn_at"] is None) for row in rows] == [("US", True), ("US", False)]
    address = reverse("api-consent", args=["US"])
    assert client.delete(address).status_code == HTTPStatus.NO_CONTENT
    assert client.delete(address).status_code == HTTPStatus.NOT_FOUND
    assert live_consent(korean_researcher, Side.US) is None


def test_consents_are_ones_own_and_without_a_profile_there_are_none(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher, outsider: User
) -> None:
    consents, across = reverse("api-consents"), reverse("api-consent", args=["US"])
    listed = client_of(us_researcher).get(consents).json()["results"]
    assert [row["recipient_country"] for row in listed] == ["KR"]
    given = {"recipient_country": "KR", "version": 1, "language": "en"}
    tried = [
        client_of(us_researcher).delete(across),
        client_of(outsider).delete(across),
        client_of(outsider).get(consents),
        client_of(outsider).post(consents, given, content_type="application/json"),
    ]
    assert [one.status_code for one in tried] == [HTTPStatus.NOT_FOUND] * 4
    assert live_consent(korean_researcher, Side.US) is not None
    assert (is_shown_across(korean_researcher), is_shown_across(us_researcher)) == (True, True)
    withdraw_consent(us_researcher, country=Side.KR)
    assert (is_shown_across(korean_researcher), is_shown_across(us_researcher)) == (True, False)
    korean_researcher.consents.update(recipient_country=Side.KR)
    assert not is_shown_across(korean_researcher)


def test_a_version_that_there_is_not_is_told_from_one_that_was_replaced(
    client_of: ClientOf, korean_researcher: Researcher
) -> None:
    for name, sent in (("api-consents", {"recipient_country": "US"}), ("api-collection-consents", {})):
        typed = {**sent, "version": 9, "language": "en"}
        answer = client_of(korean_researcher).post(reverse(name), typed, content_type="application/json")
        assert answer.json() == {"version": ["There is no such version of the text."]}


@pytest.mark.parametrize(
    ("change", "at_fault"),
    [
        ({"version": 1}, "version"),
        ({"version": 9}, "version"),
        ({"version": None}, "version"),
        ({"recipient_country": "KR"}, "non_field_errors"),
        ({"recipient_country": "FR"}, "recipient_country"),
        ({"language": "\0"}, "language"),
    ],
)
def test_what_cannot_be_agreed_to_stores_nothing(
    change: dict[str, object], at_fault: str, client_of: ClientOf, korean_researcher: Researcher, notice: ConsentNotice
) -> None:
    withdraw_consent(korean_researcher, country=Side.US)
    ConsentNotice.objects.create(purpose=notice.purpose, version=notice.version + 1, text_en="New.", text_ko="새 글.")
    given = {"recipient_country": "US", "version": notice.version + 1, "language": "en", **change}
    answer = client_of(korean_researcher).post(reverse("api-consents"), given, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (HTTPStatus.BAD_REQUEST, [at_fault])
    assert live_consent(korean_researcher, Side.US) is None


def test_people_are_found_by_what_they_seek_where_they_show_it(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    korean_researcher.resources.create(direction=Direction.OFFER, kind=ResourceKind.FABRICATION, text="28 nm shuttle")
    client = client_of(us_researcher)
    page = client.get(reverse("person-list"), {"offers": "fabrication"})
    assert [person.name_romanised for person in page.context["people"]] == ["Minji Han"]
    assert _names(client, offers="fabrication") == ["Minji Han"]
    assert _names(client, needs="fabrication") == []
    Researcher.objects.filter(pk=korean_researcher.pk).update(visibility={"resources": Audience.CONNECTIONS})
    assert _names(client, offers="fabrication") == []


@pytest.mark.parametrize(
    ("written", "reader", "read"),
    [
        ({"en": "Trust", "ko": "신뢰"}, "ko", "신뢰"),
        ({"en": "Trust", "ko": "신뢰"}, "en", "Trust"),
        ({"en": "Trust", "ko": ""}, "ko", "Trust"),
        ({"en": "", "ko": "신뢰"}, "en", "신뢰"),
    ],
)
def test_a_statement_is_listed_in_the_readers_language_where_it_was_written_in_it(
    client_of: ClientOf, korean_researcher: Researcher, written: dict[str, str], reader: str, read: str
) -> None:
    texts = {f"statement_{language}": text for language, text in written.items()}
    Researcher.objects.filter(pk=korean_researcher.pk).update(**texts)
    page = client_of(korean_researcher).get(reverse("person-list"), headers={"Accept-Language": reader})
    statements = [text for text in ("Trust", "신뢰") if f">{text}</p>" in page.content.decode()]
    assert statements == [read]


def test_who_sees_what_is_changed_field_by_field(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client, address = client_of(korean_researcher), reverse("api-profile")
    before = client.get(address).json()["visibility"]
    change = {"visibility": {"email": "members"}, "is_listed": False}
    after = client.patch(address, change, content_type="application/json").json()
    assert after["visibility"] == {**before, "email": "members"}
    assert (before["email"], after["is_listed"]) == ("connections", False)
    for wrong in ({"name": "members"}, {"email": "everybody"}, "members"):
        answer = client.patch(address, {"visibility": wrong}, content_type="application/json")
        assert answer.status_code == HTTPStatus.BAD_REQUEST
