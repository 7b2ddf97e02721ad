"""Who is not confirmed is neither suggested nor suggested to, by any door; once confirmed nothing of theirs is lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.messaging.models import OutboxMessage
from exchange.people.disclosure import Viewer
from exchange.people.enums import SideGround
from exchange.people.models import ConsentNotice, Researcher, User
from exchange.people.services.side import record_sides
from matching.enums import Reply, RunKind
from matching.models import Pair
from matching.selectors.introductions import introductions_waiting_for
from matching.selectors.nearest import search_by_meaning
from matching.selectors.panels import best_suggestions
from matching.selectors.subjects import count_left_out, projects_taking_part, researchers_taking_part
from matching.selectors.suggestions import Emptiness, suggestions_for, why_empty
from matching.services.decisions import introduce_pair
from matching.services.digests import send_digests
from matching.services.errors import ClosedToAParty
from matching.services.introductions import reply_to_introduction
from tests.matching.cast import Runner, WordEncoder

ClientOf = Callable[[User | Researcher], Client]


def end(*people: Researcher) -> None:
    for person in people:
        person.side_decisions.update(ended_at=timezone.now())
        Researcher.objects.filter(pk=person.pk).touch()


def test_a_run_leaves_them_and_their_projects_out_until_they_are_confirmed(
    cast: None, match: Runner, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    today = timezone.localdate()
    end(us_researcher)
    assert list(researchers_taking_part()) == [korean_researcher]
    assert projects_taking_part(today=today).filter(lead=us_researcher).count() == 0
    left_out = count_left_out(today=today)
    assert (left_out["unconfirmed"], left_out["no_consent"]) == (1, 0)
    assert match().report["left_out"]["unconfirmed"] == 1
    assert not Pair.objects.filter(project__lead=us_researcher, match__isnull=False).exists()
    record_sides([us_researcher], ground=SideGround.IMPORT)
    match()
    assert Pair.objects.filter(project__lead=us_researcher, match__isnull=False).exists()


def test_a_refresh_leaves_out_projects_that_the_text_agreed_to_does_not_name(
    pair: Pair, match: Runner, us_researcher: Researcher, korean_researcher: Researcher
) -> None:
    """The person stays: the earlier text named them."""
    us_researcher.consents.update(notice=ConsentNotice.objects.get(version=2))
    Researcher.objects.filter(pk=us_researcher.pk).touch()
    match(RunKind.REFRESH)
    assert not Pair.objects.filter(project__lead=us_researcher, match__isnull=False).exists()
    assert us_researcher in researchers_taking_part()
    assert Pair.objects.filter(researcher=korean_researcher, partner=us_researcher, match__isnull=False).exists()


def test_a_suggestion_closes_to_both_at_once(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    detail = reverse("suggestion-detail", args=[pair.public_id])
    assert client_of(us_researcher).get(detail).status_code == 200
    assert pair in suggestions_for(us_researcher, Viewer.of_researcher(us_researcher))
    assert best_suggestions(us_researcher).views[0].pair.parties == pair.parties
    end(us_researcher)
    for person in (us_researcher, korean_researcher):
        assert client_of(person).get(detail).status_code == 404
        listed = client_of(person).get(reverse("api-suggestions")).json()["results"]
        assert str(pair.public_id) not in str(listed)
    left = suggestions_for(us_researcher, Viewer.of_researcher(us_researcher))
    assert {person for row in left for person in row.parties} == {us_researcher}  # public awards name nobody
    assert {view.pair for view in best_suggestions(us_researcher).views} == set(left)
    assert why_empty(us_researcher, filtered=False, since=None) == Emptiness.UNCONFIRMED
    with pytest.raises(ClosedToAParty):
        introduce_pair(pair, manager=korean_manager)


def test_an_introduction_waits_until_both_are_confirmed(
    pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    introduction = introduce_pair(pair, manager=korean_manager)
    assert len(introductions_waiting_for(us_researcher)) == 1
    end(us_researcher)
    assert introductions_waiting_for(us_researcher) == []
    with pytest.raises(ClosedToAParty):
        reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.ACCEPTED)
    record_sides([us_researcher], ground=SideGround.IMPORT)
    assert len(introductions_waiting_for(us_researcher)) == 1


def test_search_by_meaning_finds_and_shows_nobody_to_them(
    cast: None, match: Runner, encoder: WordEncoder, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    match()
    vector = encoder.encode(["trust robots factory floor"])[0]

    def found(user: User) -> set[str]:
        hits = search_by_meaning(vector, model_tag=encoder.tag, user=user)
        return {hit.person.public_id for hit in hits if hit.person is not None}

    assert found(us_researcher.user) == {str(korean_researcher.public_id)}
    assert found(korean_researcher.user) == {str(us_researcher.public_id)}
    end(us_researcher)
    assert found(us_researcher.user) == found(korean_researcher.user) == set()


def test_the_weekly_mail_counts_nothing_for_them(
    cast: None, match: Runner, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    match()
    end(us_researcher)
    assert send_digests() == 1
    assert OutboxMessage.objects.get().user == korean_researcher.user
