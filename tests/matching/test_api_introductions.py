"""Introductions over the API: what each party and a manager reads, and answering once."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, User
from matching.models import Introduction, Pair
from matching.services.decisions import introduce_pair

ClientOf = Callable[[User | Researcher], Client]

LIST = reverse("api-introductions")
JSON = "application/json"


@pytest.fixture
def introduction(pair: Pair, korean_manager: User) -> Introduction:
    return introduce_pair(pair, manager=korean_manager, message="Please meet.")


def rows_for(client: Client, **filters: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(LIST, filters).json()["results"]
    return rows


def reply(client: Client, introduction: Introduction, value: object) -> Any:
    address = reverse("api-introduction-reply", args=[introduction.public_id])
    return client.post(address, {"reply": value}, content_type=JSON)


def test_both_accept_and_the_addresses_open(
    client_of: ClientOf, introduction: Introduction, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    first, second = client_of(korean_researcher), client_of(us_researcher)
    answer = reply(first, introduction, "accepted")
    assert (answer.status_code, answer.json()["replies"], answer.json()["state"]) == (
        HTTPStatus.OK,
        ["accepted"],
        "introduced",
    )
    assert [contact["email"] for contact in answer.json()["contacts"]] == [""]
    assert rows_for(second)[0]["replies"] == ["pending"]
    connected = reply(second, introduction, "accepted").json()
    assert (connected["state"], connected["contacts"][0]["email"]) == ("connected", "minji@example.org")
    again = reply(second, introduction, "declined")
    assert again.status_code == HTTPStatus.CONFLICT


def test_a_manager_reads_both_replies_and_filters(
    client_of: ClientOf, introduction: Introduction, korean_researcher: Researcher, korean_manager: User
) -> None:
    reply(client_of(korean_researcher), introduction, "accepted")
    client = client_of(korean_manager)
    (row,) = rows_for(client, waiting="US", mine="true", state="introduced")
    assert (row["public_id"], row["message"]) == (str(introduction.public_id), "Please meet.")
    assert sorted(row["replies"]) == ["accepted", "pending"]
    assert rows_for(client, waiting="KR") == []
    assert client.get(LIST, {"waiting": "FR"}).status_code == HTTPStatus.BAD_REQUEST


def test_nobody_else_reads_or_answers(
    client_of: ClientOf, introduction: Introduction, outsider: User, korean_manager: User
) -> None:
    assert rows_for(client_of(outsider)) == []
    address = reverse("api-introduction", args=[introduction.public_id])
    for person in (outsider, korean_manager):
        client = client_of(person)
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
        assert reply(client, introduction, "accepted").status_code == HTTPStatus.NOT_FOUND
    introduction.refresh_from_db()
    assert {introduction.researcher_reply, introduction.other_reply} == {"pending"}


@pytest.mark.parametrize("value", ["", "pending", "maybe", None, ["accepted"]])
def test_only_the_two_answers_are_taken(
    client_of: ClientOf, introduction: Introduction, korean_researcher: Researcher, value: object
) -> None:
    answer = reply(client_of(korean_researcher), introduction, value)
    assert (answer.status_code, list(answer.json())) == (HTTPStatus.BAD_REQUEST, ["reply"])
