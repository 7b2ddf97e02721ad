"""The own profile over the API."""

from collections.abc import Callable
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, Topic, User

ClientOf = Callable[[User | Researcher], Client]


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
    assert Client().get(reverse("api-profile")).status_code == HTTPStatus.UNAUTHORIZED
