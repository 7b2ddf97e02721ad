"""Preferences, export, erasure and the second factor."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pghistory.models import Context
from pytest_django import Settings

from exchange.people.enums import PublicationSource, Side
from exchange.people.models import Erasure, Publication, Researcher, Topic, User
from exchange.people.selectors.tombstones import fingerprints
from exchange.people.services.account import erase_account, export_account, update_preferences
from exchange.people.services.consent import withdraw_consent
from exchange.people.services.profile import update_profile
from tests.cast import make_account
from tests.people.traces import rows_with

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def person(korean_researcher: Researcher) -> Researcher:
    """With something of everything, history included."""
    Publication.objects.create(
        researcher=korean_researcher, title="Trust", folded_title="trust", source=PublicationSource.MANUAL
    )
    update_profile(korean_researcher, department="Robotics of minji@example.org")
    withdraw_consent(korean_researcher, country=Side.US)
    return korean_researcher


def test_the_export_holds_everything(person: Researcher) -> None:
    people = export_account(person.user)["people"]
    assert people["account"]["email"] == "minji@example.org"
    assert people["profile"]["name_native"] == "한민지"
    assert [row["title"] for row in people["publications"]] == ["Trust"]
    assert [row["withdrawn_at"] is None for row in people["consents"]] == [False]
    assert people["consents"][0]["version"] == 3


def test_the_export_is_a_file(client_of: ClientOf, person: Researcher) -> None:
    answer = client_of(person).get(reverse("account-export"))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="gyoryu-')
    assert answer.json()["people"]["profile"]["name_native"] == "한민지"


def test_erasure_leaves_a_tombstone_and_nothing_else(client_of: ClientOf, person: Researcher, staff: User) -> None:
    client = client_of(person)
    client.get(reverse("profile"))
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.user_id),
        object_repr="minji@example.org",
        action_flag=CHANGE,
        change_message="",
    )
    assert {"people_user", "people_userevent", "people_researcher", "people_researcherevent"} < set(rows_with("minji@"))
    former = person.public_id
    answer = client.post(reverse("account-erase"), {"confirmation": "correct horse battery"})
    assert answer.headers["Location"] == reverse("account_login")
    assert rows_with("minji@") == []
    assert rows_with("한민지") == []
    tombstone = Erasure.objects.get()
    assert (tombstone.subject_id, tombstone.erased_by) == (former, None)
    assert {name: tombstone.counts[name] for name in ("user", "researcher", "publication", "consentrecord")} == {
        "user": 1,
        "researcher": 1,
        "publication": 1,
        "consentrecord": 1,
    }
    assert client.get(reverse("profile")).status_code == HTTPStatus.FOUND


def test_an_erasure_leaves_what_tells_of_others(
    client_of: ClientOf, person: Researcher, us_researcher: Researcher, staff: User
) -> None:
    """Their sessions, the lines of the admin's log and of the audit, and their addresses."""
    own, others = client_of(person), client_of(us_researcher)
    for client in (own, others):
        client.post(reverse("preferences"), {"language": "ko", "time_zone": "Asia/Seoul"})
    for model, subject in ((User, us_researcher.user_id), (User, person.user_id), (Topic, person.user_id)):
        content_type = ContentType.objects.get_for_model(model)
        LogEntry.objects.create(user=staff, content_type=content_type, object_id=subject, action_flag=CHANGE)
    erasure = erase_account(person.user, by=staff)
    assert Context.objects.filter(metadata__user=us_researcher.user_id).exists()
    assert not Context.objects.filter(metadata__user=person.user_id).exists()
    assert [client.get(reverse("profile")).status_code for client in (own, others)] == [302, 200]
    assert UserSession.objects.get().user == us_researcher.user
    assert list(LogEntry.objects.order_by("pk").values_list("content_type__model", "object_id")) == [
        ("user", str(us_researcher.user_id)),
        ("topic", str(person.user_id)),
    ]
    assert erasure.fingerprints == fingerprints("minji@example.org")


def test_erasing_one_person_leaves_the_other(person: Researcher, us_researcher: Researcher, staff: User) -> None:
    erase_account(person.user, by=staff)
    assert Erasure.objects.get().erased_by == staff
    assert [row.name_romanised for row in Researcher.objects.all()] == ["Alex Rivers"]
    assert "people_researcherevent" in rows_with("Alex Rivers")
    events = apps.get_model("people", "UserEvent").objects
    assert events.filter(pgh_obj_id=us_researcher.user_id).exists()


@pytest.mark.parametrize("in_bulk", [False, True], ids=["one", "in bulk"])
def test_deleting_in_the_admin_erases(
    client_of: ClientOf, person: Researcher, us_researcher: Researcher, staff: User, in_bulk: bool
) -> None:
    Researcher.objects.filter(pk=us_researcher.pk).update(user=None, external_id="Alex Rivers")
    for researcher in (person, us_researcher):
        data = {"post": "yes", "action": "delete_selected", "_selected_action": [researcher.pk]}
        address = reverse("admin:people_researcher_changelist")
        if not in_bulk:
            address, data = reverse("admin:people_researcher_delete", args=[researcher.pk]), {"post": "yes"}
        assert client_of(staff).post(address, data).status_code == HTTPStatus.FOUND
    assert (rows_with("minji@"), rows_with("한민지"), rows_with("Alex Rivers")) == ([], [], [])
    assert [tombstone.erased_by for tombstone in Erasure.objects.all()] == [staff, staff]


def test_a_wrong_password_erases_nothing(client_of: ClientOf, person: Researcher) -> None:
    answer = client_of(person).post(reverse("account-erase"), {"confirmation": "guess"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert User.objects.filter(email="minji@example.org").exists()


def test_without_a_password_the_address_confirms(client_of: ClientOf, person: Researcher) -> None:
    person.user.set_unusable_password()
    person.user.save()
    person.user.refresh_from_db()
    client = client_of(person)
    assert client.post(reverse("account-erase"), {"confirmation": "x"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(reverse("account-erase"), {"confirmation": "Minji@example.org"})
    assert not User.objects.filter(email="minji@example.org").exists()


def test_preferences_change_language_and_zone(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    answer = client.post(reverse("preferences"), {"language": "ko", "time_zone": "Europe/Berlin"})
    assert answer.cookies["django_language"].value == "ko"
    outsider.refresh_from_db()
    assert (outsider.language, outsider.time_zone) == ("ko", "Europe/Berlin")
    refused = client.post(reverse("preferences"), {"language": "xx", "time_zone": "Mars/Base"})
    assert refused.context["form"].errors.keys() == {"language", "time_zone"}
    with pytest.raises(ValidationError, match="xx"):
        update_preferences(outsider, language="xx", time_zone="Europe/Berlin")


def test_a_manager_says_the_name_that_stands_beside_decisions(
    client_of: ClientOf, korean_manager: User, outsider: User
) -> None:
    sent = {"name": "한소라", "language": "ko", "time_zone": "Asia/Seoul"}
    for user in (korean_manager, outsider):
        assert str(user) == user.email
        client_of(user).post(reverse("preferences"), sent)
        user.refresh_from_db()
    # A researcher's names are in the profile, where each can be hidden.
    assert (str(korean_manager), str(outsider)) == ("한소라", outsider.email)
    assert export_account(korean_manager)["people"]["account"]["name"] == "한소라"


@pytest.mark.parametrize("who", ["korean_manager", "officer", "staff"])
def test_managers_and_staff_need_a_second_factor(
    who: str, client_of: ClientOf, settings: Settings, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    client = client_of(user)
    assert client.get(reverse("person-list")).status_code == HTTPStatus.OK
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(reverse("person-list")).headers["Location"] == reverse("mfa_index")
    assert client.get("/admin/").headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("api-schema")).status_code == HTTPStatus.FORBIDDEN
    assert client.post(reverse("set_language"), {"language": "ko"}).status_code == HTTPStatus.FOUND
    assert client.get(reverse("mfa_index")).status_code == HTTPStatus.OK
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    assert client.get(reverse("person-list")).status_code == HTTPStatus.OK


@pytest.mark.django_db
def test_all_rights_without_the_administration_need_a_second_factor_too(
    client_of: ClientOf, settings: Settings
) -> None:
    client = client_of(make_account("somebody@example.org", is_superuser=True))
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(reverse("office-list")).headers["Location"] == reverse("mfa_index")


def test_researchers_need_no_second_factor(
    client_of: ClientOf, korean_researcher: Researcher, settings: Settings
) -> None:
    client = client_of(korean_researcher)
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(reverse("person-list")).status_code == HTTPStatus.OK


def test_the_admin_has_no_sign_in_of_its_own(db: None, client: Client) -> None:
    answer = client.post("/admin/login/?next=/admin/", {"username": "staff@example.org", "password": "x"})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"
