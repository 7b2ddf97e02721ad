"""The own profile and the token over the API."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from rest_framework.authtoken.models import Token

from exchange.people.models import Researcher, Topic, User

ClientOf = Callable[[User | Researcher], Client]

PASSWORD = "correct horse battery"


def test_the_own_profile_is_read_and_changed(client_of: ClientOf, korean_researcher: Researcher) -> None:
    Topic.objects.create(openalex_id="T1", name="Trust", domain="D", field="F", subfield="S")
    client = client_of(korean_researcher)
    resource = {"direction": "offer", "kind": "data", "text": "Traces"}
    change = {"department": "Robotics", "topics": ["T1"], "resources": [resource]}
    answer = client.patch(reverse("api-profile"), change, content_type="application/json")
    assert answer.status_code == HTTPStatus.OK
    shown = client.get(reverse("api-profile")).json()
    assert (shown["name_native"], shown["department"]) == ("한민지", "Robotics")
    assert (shown["topics"], shown["resources"]) == (["T1"], [resource])
    assert shown["organisation"] == "https://ror.org/000000001"


def test_bad_values_change_nothing(client_of: ClientOf, korean_researcher: Researcher) -> None:
    change = {"department": "Robotics", "available_from": "2027-02-01", "available_until": "2027-01-01"}
    answer = client_of(korean_researcher).patch(reverse("api-profile"), change, content_type="application/json")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    korean_researcher.refresh_from_db()
    assert korean_researcher.department == ""


def test_without_a_profile_there_is_none(client_of: ClientOf, outsider: User) -> None:
    assert client_of(outsider).get(reverse("api-profile")).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(reverse("api-profile")).status_code == HTTPStatus.FORBIDDEN


def test_a_password_buys_a_token_for_researchers_only(
    client: Client, korean_researcher: Researcher, korean_manager: User
) -> None:
    def ask(user: User) -> int:
        return client.post(reverse("api-token"), {"username": user.email, "password": PASSWORD}).status_code

    assert ask(korean_researcher.user) == HTTPStatus.OK
    assert ask(korean_manager) == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(("has_factor", "status"), [(False, HTTPStatus.FORBIDDEN), (True, HTTPStatus.NOT_FOUND)])
def test_a_managers_token_needs_the_second_factor(
    has_factor: bool, status: HTTPStatus, korean_manager: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    if has_factor:
        Authenticator.objects.create(user=korean_manager, type=Authenticator.Type.TOTP, data={"secret": ""})
    token = Token.objects.create(user=korean_manager)
    answer = Client().get(reverse("api-profile"), headers={"Authorization": f"Token {token.key}"})
    assert answer.status_code == status
