"""*Match review* and *Runs* in the browser."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import Action, PairState
from matching.models import Decision, Introduction, Match, Pair

ClientOf = Callable[[User | Researcher], Client]


@pytest.mark.parametrize("name", ["review", "run-list"])
def test_only_managers_may_enter(name: str, client_of: ClientOf, korean_manager: User, outsider: User) -> None:
    assert client_of(korean_manager).get(reverse(name)).status_code == HTTPStatus.OK
    assert client_of(outsider).get(reverse(name)).status_code == HTTPStatus.FORBIDDEN
    assert Client().get(reverse(name)).status_code == HTTPStatus.FOUND


def test_a_withdrawn_consent_closes_the_pair_to_the_other_sides_manager(
    client_of: ClientOf, korean_researcher: Researcher, award: Project, us_manager: User
) -> None:
    pair = Pair.objects.create(researcher=korean_researcher, project=award)
    client, address = client_of(us_manager), reverse("review-detail", args=[pair.public_id])
    assert client.get(address).status_code == HTTPStatus.OK
    withdraw_consent(korean_researcher, country=Side.US)
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    client.post(reverse("review-decide"), {"pairs": [str(pair.public_id)], "action": Action.SHORTLIST})
    assert Decision.objects.count() == 0


def test_introducing_in_bulk_is_all_or_nothing(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, award: Project, korean_manager: User
) -> None:
    unanswerable = Pair.objects.get(researcher=korean_researcher, project=award)
    chosen = [str(pair.public_id), str(unanswerable.public_id)]
    client_of(korean_manager).post(reverse("review-decide"), {"pairs": chosen, "action": Action.INTRODUCE})
    assert Introduction.objects.count() == 0
    pair.refresh_from_db()
    assert pair.state == PairState.SUGGESTED


def test_a_decided_pair_that_no_run_suggests_comes_last(
    client_of: ClientOf, pair: Pair, us_researcher: Researcher, award: Project, korean_manager: User
) -> None:
    unmatched = Pair.objects.get(researcher=us_researcher, project=award)
    Match.objects.filter(pair=unmatched).delete()
    views = client_of(korean_manager).get(reverse("review")).context["views"]
    assert views[-1].pair == unmatched
