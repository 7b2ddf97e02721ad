"""Addresses that do not exist: a page for people, JSON for programs."""

from http import HTTPStatus

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "detail"), [("en", "Not found."), ("ko", "찾을 수 없습니다.")])
def test_a_program_that_mistypes_an_address_reads_json(client: Client, language: str, detail: str) -> None:
    for address in ("/api/v1/profiles", "/api/v2/profile", "/api/"):
        answer = client.get(address, headers={"Accept-Language": language})
        assert (answer.status_code, answer.json()) == (HTTPStatus.NOT_FOUND, {"detail": detail})


def test_a_person_reads_a_page(client: Client) -> None:
    answer = client.get("/apis/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer.templates[0].name == "404.html"
