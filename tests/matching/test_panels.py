"""Matching's panels on the pages of other slices."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from matching.enums import PairState, Reply, Rule
from matching.models import Pair, Policy
from matching.selectors.method import method_in_force
from matching.selectors.panels import manager_panel
from matching.services.decisions import introduce_pair
from matching.services.introductions import reply_to_introduction

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


def start(client: Client) -> str:
    return client.get(reverse("home")).content.decode()


def test_a_researcher_sees_suggestions_until_the_other_withdraws(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    assert "Trust between operators and robots" in start(client)
    withdraw_consent(us_researcher, country=Side.KR)
    assert "Trust between operators and robots" not in start(client)


def test_an_introduction_waits_for_each_party_until_that_party_answers(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, us_manager: User
) -> None:
    introduction = introduce_pair(pair, manager=us_manager)
    waits = "An introduction waits for your answer"
    pages = [start(client_of(person)).count(waits) for person in (korean_researcher, us_researcher)]
    reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.ACCEPTED)
    pages += [start(client_of(person)).count(waits) for person in (korean_researcher, us_researcher)]
    assert pages == [1, 1, 1, 0]


def test_a_manager_sees_the_queue_the_introductions_and_the_latest_run(
    client_of: ClientOf, pair: Pair, us_manager: User
) -> None:
    introduce_pair(pair, manager=us_manager)
    panel = manager_panel(us_manager)
    told = [str(number) for number in (panel.suggested, panel.shortlisted, panel.waiting_count, panel.connected)]
    assert told == ["3", "0", "1", "0"]
    assert ([view.pair for view in panel.waiting], len(panel.best)) == ([pair], 3)
    assert panel.latest == pair.match.run
    page = start(client_of(us_manager))
    assert page.count("Trust between operators and robots") >= 1
    assert Pair.objects.filter(state=PairState.INTRODUCED).count() == 1


def test_the_method_is_told_with_the_weights_in_force_and_every_rule(client: Client) -> None:
    Policy.objects.filter(in_force=True).update(
        weight_topical=1, weight_give=1, weight_take=1, weight_topics=1, top_k=7
    )
    method = method_in_force()
    assert [part.share for part in method.parts] == [0.25] * 4
    assert set(method.rules) == {rule.label for rule in Rule}
    page = client.get(reverse("about-matching")).content.decode()
    assert page.count("0.25") >= 4
    assert "The best 7 of each list" in page
