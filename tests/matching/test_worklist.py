"""What of the matching waits: introductions for their parties, unopened pairs for the managers of a side."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.selectors.worklist import Reader, counts_of
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import Action, PairState, Reply
from matching.models import Decision, Introduction, Opening, Pair
from matching.selectors.worklist import waiting_introductions, waiting_pairs
from matching.services.decisions import introduce_pair
from matching.services.introductions import reply_to_introduction
from tests.matching.cast import make_project
from tests.programmes.cast import make_officer

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


def user_of(researcher: Researcher) -> User:
    return User.objects.get(researcher=researcher)


def titles(researcher: Researcher) -> list[str]:
    return [one.title for one in waiting_introductions(Reader(user_of(researcher)))]


def test_an_introduction_waits_for_each_party_until_that_party_answers(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, us_manager: User
) -> None:
    introduction = introduce_pair(pair, manager=us_manager)
    found = [titles(one) for one in (korean_researcher, us_researcher)]
    (item,) = waiting_introductions(Reader(user_of(us_researcher)))
    assert user_of(us_researcher).has_perm("matching.reply_introduction", introduction)
    assert client_of(us_researcher).get(item.url).status_code == HTTPStatus.OK
    reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.ACCEPTED)
    found += [titles(one) for one in (korean_researcher, us_researcher)]
    assert found == [
        ["Trust between operators and robots"],
        ["Minji Han (한민지)"],
        ["Trust between operators and robots"],
        [],
    ]
    assert list(waiting_introductions(Reader(us_manager))) == []


def test_an_introduction_that_the_other_declined_does_not_wait(
    pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, us_manager: User
) -> None:
    introduction = introduce_pair(pair, manager=us_manager)
    reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.DECLINED)
    assert titles(us_researcher) == []


def test_an_introduction_to_somebody_who_withdrew_does_not_wait(
    pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, us_manager: User
) -> None:
    introduce_pair(pair, manager=us_manager)
    withdraw_consent(us_researcher, country=Side.KR)
    assert titles(korean_researcher) == []


def test_pairs_wait_for_a_side_until_one_of_its_managers_has_opened_each(
    client_of: ClientOf, pair: Pair, korean_manager: User, us_manager: User, korean_researcher: Researcher
) -> None:
    pairs = list(Pair.objects.filter(state=PairState.SUGGESTED))
    (item,) = waiting_pairs(Reader(us_manager))
    assert (item.title, item.entry, item.due_at) == ("4 suggested pairs", "review", None)
    page = client_of(us_manager).get(item.url)
    assert {view.pair.pk for view in page.context["views"]} == {one.pk for one in pairs}
    colleague = make_officer("colleague@example.org", us_manager.agency_offices.get().agency)
    Opening.objects.create(pair=pairs[0], side=Side.US, opened_by=colleague)
    Decision.objects.create(pair=pairs[1], action=Action.SHORTLIST, side=Side.US, decided_by=colleague)
    assert [one.title for one in waiting_pairs(Reader(us_manager))] == ["2 suggested pairs"]
    for one in pairs[2:]:
        client_of(us_manager).get(reverse("review-detail", args=[one.public_id]))
    assert (list(waiting_pairs(Reader(us_manager))), len(list(waiting_pairs(Reader(korean_manager))))) == ([], 1)
    assert list(waiting_pairs(Reader(user_of(korean_researcher)))) == []


@pytest.mark.parametrize("address", ["review-detail", "api-review-pair"])
def test_merely_opening_a_pair_makes_the_own_counts_new_at_once(
    client_of: ClientOf,
    pair: Pair,
    us_manager: User,
    address: str,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    assert counts_of(us_manager)["review"] == 1
    client = client_of(us_manager)
    with django_capture_on_commit_callbacks(execute=True):
        for one in Pair.objects.filter(state=PairState.SUGGESTED):
            assert client.get(reverse(address, args=[one.public_id])).status_code == HTTPStatus.OK
    assert counts_of(us_manager)["review"] == 0


def test_pairs_wait_for_active_managers_alone(pair: Pair, us_manager: User, staff: User) -> None:
    us_manager.is_active = False
    assert [list(waiting_pairs(Reader(one))) for one in (us_manager, staff)] == [[], []]


def introduce(first: Researcher, lead: Researcher, number: int) -> None:
    project: Project = make_project(f"Project {number}", lead=lead)
    pair = Pair.objects.create(researcher=first, project=project, state=PairState.INTRODUCED)
    Introduction.objects.create(pair=pair)


def test_queries(
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert korean_manager.is_manager  # read along with the account of a session
    for numbers, count in ((range(1), 1), (range(1, 3), 3)):
        for number in numbers:
            introduce(korean_researcher, us_researcher, number)
            Pair.objects.create(researcher=korean_researcher, project=make_project(f"P{number}", lead=us_researcher))
        user = user_of(korean_researcher)
        with django_assert_num_queries(4):
            assert len(list(waiting_introductions(Reader(user)))) == count
        with django_assert_num_queries(2):
            assert len(list(waiting_pairs(Reader(korean_manager)))) == 1
