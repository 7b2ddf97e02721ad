"""What no form of ours sends is answered with a page all the same."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, User

ClientOf = Callable[[User | Researcher], Client]


@pytest.mark.parametrize("text", ["\0", "²", "%", "'"])
def test_odd_topics_are_no_error(client_of: ClientOf, korean_researcher: Researcher, text: str) -> None:
    client = client_of(korean_researcher)
    assert client.get(reverse("project-create"), {"topic": text}).status_code == HTTPStatus.OK
    form = {"title": "T", "summary": "S", "status": "open", "topics": text}
    rows = {"resources-TOTAL_FORMS": "0", "resources-INITIAL_FORMS": "0"}
    answer = client.post(reverse("project-create"), form | rows)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.context["form"].errors.keys() == {"topics"}


def test_odd_filters_are_no_error(client_of: ClientOf, korean_researcher: Researcher) -> None:
    query = {"text": "\0", "side": "XX", "status": "?", "page": "-1"}
    assert client_of(korean_researcher).get(reverse("project-list"), query).status_code == HTTPStatus.OK
