"""Concept papers that go on, the round in which they find each other, and its closing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.pairing.models import PairingRound
from exchange.pairing.selectors.paper import side_of
from exchange.pairing.selectors.priority import priorities_version
from exchange.pairing.services import registry
from exchange.pairing.services.first_review import ReviewResult, enter_first_reviews
from exchange.pairing.services.priority import set_priorities
from exchange.pairing.services.round import open_round
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.models import Agency, Call
from tests.proposals.papers import Papers


@pytest.fixture
def reviewed(papers: Papers, iitp: Agency, afosr: Agency, korean_manager: User, us_officer: User) -> Papers:
    """Every paper goes on."""
    call = papers["k1"].call
    for agency, by in ((iitp, korean_manager), (afosr, us_officer)):
        own = [paper for paper in papers.values() if side_of(paper) == agency.side]
        results = {paper.pk: ReviewResult(True) for paper in own}
        enter_first_reviews(call, agency=agency, results=results, by=by)
    return papers


@pytest.fixture
def round_(reviewed: Papers, pairing_call: Call, korean_manager: User) -> PairingRound:
    closes_at = timezone.now() + timedelta(days=3)
    return open_round(pairing_call, closes_at=closes_at, proposing_side=Side.KR, by=korean_manager)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads papers when priorities open: tests with transactions of their own begin without matching's policy."""
    monkeypatch.setattr(registry, "_on_opening", [])


Rank = Callable[..., tuple[str, ...]]


@pytest.fixture
def rank(papers: Papers) -> Rank:
    """``rank("k1", "u2", "u1")`` saves these priorities."""

    def save(chooser: str, *counterparts: str) -> tuple[str, ...]:
        paper = papers[chooser]
        round_ = PairingRound.objects.get(call=paper.call)
        order = [str(papers[one].public_id) for one in counterparts]
        return set_priorities(paper, order=order, version=priorities_version(round_, paper))

    return save


def close(round_: PairingRound) -> None:
    """An hour ago: a test's own transaction began before now."""
    PairingRound.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    round_.refresh_from_db()
