"""Lists of people and projects that are longer than anybody counts."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.http.tally import LongPaginator
from exchange.people.models import Organisation, Researcher, User
from exchange.people.views import profile
from exchange.projects.services import create_project
from exchange.projects.views import project
from tests.cast import make_researcher

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def client(
    client_of: ClientOf,
    korean_researcher: Researcher,
    korean_organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> Client:
    """Of somebody who sees three people and three projects, one on a page, and lists are counted to two."""
    for number in range(2):
        make_researcher(f"p{number}@example.org", f"Robin Lee {number}", korean_organisation)
    for number in range(3):
        create_project(korean_researcher, title=f"Robots {number}", summary="Text.")
    monkeypatch.setattr(LongPaginator, "most", 2)
    monkeypatch.setattr(profile, "PAGE_SIZE", 1)
    monkeypatch.setattr(project, "PAGE", 1)
    return client_of(korean_researcher)


@pytest.mark.parametrize(
    ("name", "english", "korean"),
    [("person-list", "More than 2 people", "2명 이상"), ("project-list", "More than 2 projects", "과제 2개 이상")],
)
def test_a_long_list_goes_on_though_it_is_not_counted(client: Client, name: str, english: str, korean: str) -> None:
    first, last = (client.get(reverse(name), {"page": page}) for page in (1, 3))
    assert [page.context["page"].has_next() for page in (first, last)] == [True, False]
    text = " ".join(first.content.decode().split())
    assert (english in text, "<span> Page 1 </span>" in text) == (True, True)
    client.cookies["django_language"] = "ko"
    text = " ".join(client.get(reverse(name), headers={"accept-language": "ko"}).content.decode().split())
    assert korean in text


@pytest.mark.parametrize("name", ["api-people", "api-projects"])
def test_programs_are_told_where_counting_stopped(client: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = client.get(reverse(name)).json()
    assert (found["count"], found["count_is_exact"]) == (2, False)
    monkeypatch.setattr(LongPaginator, "most", 3)
    found = client.get(reverse(name)).json()
    assert (found["count"], found["count_is_exact"], len(found["results"])) == (3, True, 3)
