"""What of the matching of concept papers waits: to be ranked by their teams, to be taken further by their managers."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exchange.dossiers.enums import RoundState
from exchange.messaging.selectors.worklist import Reader
from exchange.pairing.models import FirstReview, PairingRound
from exchange.pairing.selectors.worklist import waiting_pairings, waiting_to_be_ranked
from exchange.pairing.services.first_review import ReviewResult, enter_first_reviews
from exchange.pairing.services.round import close_round, open_round
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, Call, Stage
from exchange.proposals.enums import Role
from exchange.proposals.models import Proposal
from tests.pairing.cast import Rank, close
from tests.proposals.papers import Papers, hand_in

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


def user_of(researcher: Researcher) -> User:
    return User.objects.get(researcher=researcher)


def to_rank(researcher: Researcher) -> list[str]:
    return [one.subject for one in waiting_to_be_ranked(Reader(user_of(researcher)))]


def acts(user: User) -> list[str]:
    return [one.act for one in waiting_pairings(Reader(user))]


def test_a_paper_that_goes_on_waits_to_rank_others_until_it_has(
    client_of: ClientOf,
    reviewed: Papers,
    pairing_call: Call,
    korean_researcher: Researcher,
    korean_manager: User,
    rank: Rank,
) -> None:
    assert to_rank(korean_researcher) == []
    closes_at = timezone.now() + timedelta(days=3)
    round_ = open_round(pairing_call, closes_at=closes_at, proposing_side=Side.KR, by=korean_manager)
    (item,) = waiting_to_be_ranked(Reader(user_of(korean_researcher)))
    assert (item.subject, item.due_at) == (str(reviewed["k1"].public_id), round_.closes_at)
    assert client_of(korean_researcher).get(item.url).status_code == HTTPStatus.OK
    assert list(waiting_to_be_ranked(Reader(korean_manager))) == []
    rank("k2", "u1")
    assert to_rank(korean_researcher) == [item.subject]
    rank("k1", "u1")
    assert to_rank(korean_researcher) == []


def test_nothing_is_to_be_ranked_once_the_priorities_are_closed(
    round_: PairingRound, korean_researcher: Researcher
) -> None:
    close(round_)
    assert to_rank(korean_researcher) == []
    PairingRound.objects.update(closes_at=timezone.now() + timedelta(days=1), state=RoundState.RUN)
    assert to_rank(korean_researcher) == []


def test_only_who_leads_a_paper_that_goes_on_ranks(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher
) -> None:
    place = papers["k1"].members.get()
    place.role = Role.MEMBER
    place.save()
    assert to_rank(korean_researcher) == []
    place.role = Role.PI
    place.save()
    FirstReview.objects.filter(proposal=papers["k1"]).update(is_eligible=False, reason="No.")
    assert to_rank(korean_researcher) == []


def test_papers_wait_for_the_results_of_ones_own_agency_then_for_the_next_step(
    client_of: ClientOf,
    papers: Papers,
    pairing_call: Call,
    iitp: Agency,
    afosr: Agency,
    korean_manager: User,
    us_officer: User,
    us_researcher: Researcher,
) -> None:
    def both() -> list[list[str]]:
        return [acts(korean_manager), acts(us_officer)]

    (item,) = waiting_pairings(Reader(korean_manager))
    assert item.detail == "2 concept papers of your side have no result of the first review"
    assert client_of(korean_manager).get(item.url).status_code == HTTPStatus.OK
    found = [both()]
    for agency, by, names in ((iitp, korean_manager, ("k1", "k2")), (afosr, us_officer, ("u1", "u2"))):
        results = {papers[name].pk: ReviewResult(True) for name in names}
        enter_first_reviews(pairing_call, agency=agency, results=results, by=by)
        found.append(both())
    closes_at = timezone.now() + timedelta(days=3)
    round_ = open_round(pairing_call, closes_at=closes_at, proposing_side=Side.KR, by=korean_manager)
    found.append(both())
    close_round(round_)
    found.append(both())
    PairingRound.objects.update(state=RoundState.RUN)
    found.append(both())
    PairingRound.objects.update(state=RoundState.CONFIRMED)
    assert [*found, both()] == [
        [["Enter results"], ["Enter results"]],
        [[], ["Enter results"]],
        [["Open the priorities"], ["Open the priorities"]],
        [[], []],
        [["Run the matching"], ["Run the matching"]],
        [["Read and confirm"], ["Read and confirm"]],
        [[], []],
    ]
    assert acts(user_of(us_researcher)) == []


def test_the_priorities_are_not_to_be_opened_while_a_side_has_no_paper_that_goes_on(
    reviewed: Papers, korean_manager: User
) -> None:
    FirstReview.objects.filter(proposal__sides=[Side.US]).update(is_eligible=False, reason="No.")
    assert acts(korean_manager) == []


def test_a_matched_call_does_not_wait_for_results_any_more(
    round_: PairingRound, papers: Papers, korean_manager: User
) -> None:
    FirstReview.objects.filter(proposal=papers["k1"]).delete()
    assert acts(korean_manager) == ["Enter results"]
    PairingRound.objects.update(state=RoundState.RUN)
    assert acts(korean_manager) == ["Read and confirm"]


def test_nothing_waits_while_papers_still_come_in(papers: Papers, korean_manager: User) -> None:
    Stage.objects.filter(kind="concept_paper").update(closes_at=timezone.now() + timedelta(hours=1))
    assert acts(korean_manager) == []


def test_nothing_waits_for_the_managers_of_another_programme(papers: Papers, us_manager: User) -> None:
    assert acts(us_manager) == []


def test_queries_of_managers(
    reviewed: Papers, pairing_call: Call, korean_manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    FirstReview.objects.filter(proposal=reviewed["k1"]).delete()
    assert korean_manager.is_manager  # read along with a session's account
    with django_assert_num_queries(3):
        assert acts(korean_manager) == ["Enter results"]
    for _number in range(2):
        copy = Call.objects.get(pk=pairing_call.pk)
        copy.pk, copy._state.adding = None, True
        copy.public_id = Call._meta.get_field("public_id").get_default()
        copy.save()
        Stage.objects.create(
            call=copy,
            kind="concept_paper",
            place=1,
            opens_at=timezone.now() - timedelta(days=9),
            closes_at=timezone.now() - timedelta(days=1),
        )
        Proposal.objects.create(
            call=copy, stage="concept_paper", state="submitted", sides=[Side.KR], submitted_at=timezone.now()
        )
    with django_assert_num_queries(3):
        assert acts(korean_manager) == ["Enter results"] * 3


def test_queries_of_a_team(
    round_: PairingRound,
    pairing_call: Call,
    iitp: Agency,
    korean_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        assert len(list(waiting_to_be_ranked(Reader(user_of(korean_researcher))))) == 1
    stage = Stage.objects.filter(call=pairing_call, kind="concept_paper")
    stage.update(closes_at=timezone.now() + timedelta(days=1))
    for title in ("하나", "둘"):
        paper = hand_in(pairing_call, korean_researcher, title, "welding")
        FirstReview.objects.create(proposal=paper, agency=iitp, is_eligible=True)
    with django_assert_num_queries(4):
        assert len(list(waiting_to_be_ranked(Reader(user_of(korean_researcher))))) == 3
