"""Introductions in the browser: who sees them, and when contact details open."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, User
from matching.enums import Reply
from matching.models import Introduction, Pair
from matching.services.decisions import introduce_pair
from matching.services.introductions import reply_to_introduction

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def introduction(pair: Pair, korean_manager: User) -> Introduction:
    return introduce_pair(pair, manager=korean_manager, message="Your topics meet.")


def detail(introduction: Introduction) -> str:
    return reverse("introduction-detail", args=[introduction.public_id])


def test_contact_details_open_to_both_when_both_have_accepted(
    client_of: ClientOf, introduction: Introduction, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    parties = [(korean_researcher, "alex@example.org"), (us_researcher, "minji@example.org")]
    for person, address in parties:
        assert (address in client_of(person).get(detail(introduction)).content.decode()) is False
        reply_to_introduction(introduction, researcher=person, reply=Reply.ACCEPTED)
        introduction.refresh_from_db()
    for person, address in parties:
        assert client_of(person).get(detail(introduction)).content.decode().count(f"mailto:{address}") == 1


def test_only_the_parties_may_open_it(client_of: ClientOf, introduction: Introduction, outsider: User) -> None:
    assert client_of(outsider).get(detail(introduction)).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(detail(introduction)).status_code == HTTPStatus.FOUND


def test_an_unknown_reply_changes_nothing(
    client_of: ClientOf, introduction: Introduction, korean_researcher: Researcher
) -> None:
    address = reverse("introduction-reply", args=[introduction.public_id])
    client_of(korean_researcher).post(address, {"reply": "perhaps"})
    introduction.refresh_from_db()
    assert introduction.researcher_reply == Reply.PENDING


def test_a_manager_filters_and_reads_both_answers(
    client_of: ClientOf, introduction: Introduction, us_researcher: Researcher, korean_manager: User, us_manager: User
) -> None:
    def found(person: User | Researcher, **filters: str) -> int:
        return len(client_of(person).get(reverse("introduction-list"), filters).context["views"])

    reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.ACCEPTED)
    assert (found(korean_manager, waiting="KR"), found(korean_manager, waiting="US")) == (1, 0)
    assert (found(korean_manager, mine="on"), found(us_manager, mine="on"), found(us_manager)) == (1, 0, 1)
    assert (found(us_manager, state="introduced"), found(us_manager, state="connected")) == (1, 0)
    assert (found(us_researcher, state="introduced"), found(us_researcher, state="declined")) == (1, 0)
    # The filters of managers are not there for a party.
    assert found(us_researcher, waiting="US") == 1


def test_who_is_a_researcher_and_a_manager_has_both_lists(
    client_of: ClientOf, introduction: Introduction, elsewhere: Introduction, manager_in_a_pair: Researcher
) -> None:
    client, address = client_of(manager_in_a_pair), reverse("introduction-list")

    def read(**wanted: str) -> tuple[set[Pair], int, int]:
        page = client.get(address, wanted)
        html = page.content.decode()
        answer = html.count(f'href="{detail(introduction)}"')
        return {view.pair for view in page.context["views"]}, answer, html.count('aria-current="page"')

    own, followed = ({introduction.pair}, 1), ({elsewhere.pair}, 0)
    assert [read(**wanted)[:2] for wanted in ({}, {"list": "own"}, {"list": "followed"})] == [own, own, followed]
    assert read(list="followed", state="connected")[0] == set()
    empty = client.get(address, {"list": "followed", "state": "connected"}).content.decode()
    assert empty.count('<input type="hidden" name="list" value="followed">') == 1
    assert client.get(detail(introduction)).context["pending"] is True


def test_who_is_one_of_the_two_has_one_list_whatever_is_asked_for(
    client_of: ClientOf, introduction: Introduction, us_researcher: Researcher, us_manager: User
) -> None:
    for person, wanted, shown in ((us_researcher, "followed", "own"), (us_manager, "own", "followed")):
        page = client_of(person).get(reverse("introduction-list"), {"list": wanted})
        assert (page.context["listed"].shown, len(page.context["views"])) == (shown, 1)
        assert 'aria-label="Lists"' not in page.content.decode()


def test_over_the_api_too_and_each_with_the_answers_that_are_theirs_to_read(
    client_of: ClientOf, introduction: Introduction, elsewhere: Introduction, manager_in_a_pair: Researcher
) -> None:
    def read(**wanted: str) -> list[tuple[str, int]]:
        rows = client_of(manager_in_a_pair).get(reverse("api-introductions"), wanted).json()["results"]
        return [(row["public_id"], len(row["replies"])) for row in rows]

    own = [(str(introduction.public_id), 1)]
    followed = [(str(elsewhere.public_id), 2)]
    assert [read(), read(list="own"), read(list="followed")] == [own, own, followed]
