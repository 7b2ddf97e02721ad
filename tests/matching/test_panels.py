"""Matching's panels on the pages of other slices."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from matching.enums import PairState, Rule
from matching.models import Pair, Policy
from matching.selectors.method import method_in_force
from matching.selectors.panels import manager_panel
from matching.services.decisions import introduce_pair

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


def test_a_manager_sees_how_many_pairs_stand_where_and_the_latest_run(
    client_of: ClientOf, pair: Pair, us_manager: User
) -> None:
    introduce_pair(pair, manager=us_manager)
    panel = manager_panel(us_manager)
    told = [str(number) for number in (panel.suggested, panel.shortlisted, panel.introduced, panel.connected)]
    assert told == ["3", "0", "1", "0"]
    assert panel.latest == pair.match.run
    client = client_of(us_manager)
    assert client.get(reverse("home")).context["panel"] == panel
    page = client.get(reverse("introduction-list"), {"state": PairState.INTRODUCED})
    assert [view.pair for view in page.context["views"]] == [pair]


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
