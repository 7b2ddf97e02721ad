"""Sessions that end while a page is open, and the addresses of forms opened as pages."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, User

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


def test_signed_out_htmx_gets_no_page_to_put_into_the_page(client: Client) -> None:
    for method in (client.get, client.post):
        answer = method(reverse("review"), headers={"HX-Request": "true"})
        assert (answer.status_code, answer.content) == (HTTPStatus.UNAUTHORIZED, b"")


def test_a_form_of_somebody_signed_out_says_in_korean_how_to_keep_the_text(client: Client) -> None:
    answer = client.post(reverse("project-create"), {"title": "과제"}, headers={"Accept-Language": "ko"})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.templates[0].name == "401.html"
    assert '<html lang="ko">' in answer.content.decode()


def test_a_page_still_leads_to_the_sign_in_and_back(client: Client) -> None:
    answer = client.get(reverse("project-create"))
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={reverse('project-create')}"


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/review/decide/?state=suggested", "/review/?state=suggested"),
        ("/profile/consent/withdraw/US/", "/profile/consent/"),
        ("/account/erase/", "/"),
    ],
)
def test_the_address_of_a_form_leads_to_the_page_above_it(
    client_of: ClientOf, korean_manager: User, form: str, page: str
) -> None:
    assert client_of(korean_manager).get(form).headers["Location"] == page
