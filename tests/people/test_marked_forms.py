"""Two tabs of one account: what was saved in the one is not overwritten from the other without a word."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Direction, ResourceKind
from exchange.people.models import Publication, Researcher, Topic, User
from exchange.people.services.profile import ResourceLine, replace_resources, set_topics, update_profile

ClientOf = Callable[[User | Researcher], Client]
TOLD = "This was changed while you wrote"


def mark_on(client: Client, page: str) -> dict[str, str]:
    shown = re.search(r'name="read" value="(\w+)"', client.get(page).content.decode())
    assert shown
    return {"read": shown[1]}


def rows(text: str) -> dict[str, str]:
    row = {"rows-0-direction": Direction.OFFER, "rows-0-kind": ResourceKind.DATA, "rows-0-text": text}
    return {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", **row}


@pytest.mark.parametrize("way", ["profile-edit", "onboarding-step"])
def test_a_statement_is_not_lost_to_the_second_tab(
    client_of: ClientOf, korean_researcher: Researcher, way: str
) -> None:
    client, page = client_of(korean_researcher), reverse(way, args=["statement"])
    first, second = mark_on(client, page), mark_on(client, page)
    assert client.post(page, first | {"statement_en": "From the first."}).status_code == HTTPStatus.FOUND
    typed = {"statement_en": "", "statement_ko": "둘째 탭에서"}
    answer = client.post(page, second | typed)
    assert (answer.status_code, TOLD in answer.content.decode()) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    assert "둘째 탭에서" in answer.content.decode()
    korean_researcher.refresh_from_db()
    assert (korean_researcher.statement_en, korean_researcher.statement_ko) != ("", "둘째 탭에서")
    now = re.findall(r'name="read" value="(\w+)"', answer.content.decode())
    assert client.post(page, typed | {"read": now[0]}).status_code == HTTPStatus.FOUND
    korean_researcher.refresh_from_db()
    assert (korean_researcher.statement_en, korean_researcher.statement_ko) == ("", "둘째 탭에서")


def test_neither_are_lists(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    resources, topics = (reverse("profile-edit", args=[section]) for section in ("resources", "topics"))
    seen = [mark_on(client, page) for page in (resources, topics)]
    replace_resources(korean_researcher, resources=[ResourceLine(Direction.NEED, ResourceKind.DATA, "Traces")])
    topic = Topic.objects.create(openalex_id="T1", name="Trust", domain="D", field="F", subfield="S")
    set_topics(korean_researcher, topics=[topic])
    added = client.post(resources, seen[0] | rows("Sounds") | {"add": "1"}).content.decode()
    assert f'name="read" value="{seen[0]["read"]}"' in added
    for page, mark, typed in ((resources, seen[0], rows("Sounds")), (topics, seen[1], {})):
        assert TOLD in client.post(page, mark | typed).content.decode()
    assert [row.text for row in korean_researcher.resources.all()] == ["Traces"]
    assert list(korean_researcher.topics.all()) == [topic]


def test_what_another_section_says_is_in_nobodys_way(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client, page = client_of(korean_researcher), reverse("profile-edit", args=["statement"])
    mark = mark_on(client, page)
    update_profile(korean_researcher, department="Robotics")
    assert client.post(page, mark | {"statement_en": "Mine."}).status_code == HTTPStatus.FOUND
    assert client.post(page, {"statement_en": "Unmarked.", "read": ""}).status_code == HTTPStatus.FOUND


def test_nor_is_a_publication(client_of: ClientOf, korean_researcher: Researcher) -> None:
    row = Publication.objects.create(researcher=korean_researcher, title="Trust", folded_title="trust", source="manual")
    client, page = client_of(korean_researcher), reverse("publication-edit", args=[row.pk])
    first, second = mark_on(client, page), mark_on(client, page)
    assert client.post(page, first | {"title": "Trust", "venue": "A journal"}).status_code == HTTPStatus.FOUND
    assert TOLD in client.post(page, second | {"title": "Trust in robots"}).content.decode()
    row.refresh_from_db()
    assert (row.title, row.venue) == ("Trust", "A journal")
