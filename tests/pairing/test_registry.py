"""Who reads and matches papers is submitted; without anybody the pages say so and nothing breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from exchange.dossiers.enums import RoundState
from exchange.dossiers.values.refusal import Refused
from exchange.pairing.models import PairingRound
from exchange.pairing.selectors import affinity
from exchange.pairing.selectors.affinity import register_affinities
from exchange.pairing.services import registry
from exchange.pairing.services.registry import on_opening, register_solver, tell_of_opening
from exchange.pairing.services.round import run_pairing
from exchange.pairing.values.affinity import Affinity
from exchange.pairing.values.round import Market, PairingResult
from exchange.people.models import Researcher, User
from exchange.proposals.models import Proposal
from tests.pairing.cast import close
from tests.proposals.papers import Papers


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where no slice above has registered itself."""
    monkeypatch.setattr(affinity, "_readers", [])
    monkeypatch.setattr(registry, "_solvers", [])
    monkeypatch.setattr(registry, "_on_opening", [])


@dataclass(frozen=True)
class Text:
    document: str
    language: str


@dataclass(frozen=True)
class Meets:
    part: str
    similarity: float
    one: Text
    other: Text


def test_without_a_method_nothing_is_matched_and_the_manager_reads_why(
    nobody: None, round_: PairingRound, korean_manager: User, client_of: Any
) -> None:
    close(round_)
    with pytest.raises(Refused, match="No method of matching is installed here"):
        run_pairing(round_, by=korean_manager)
    client = client_of(korean_manager)
    page = client.post(reverse("pairing-run", args=[round_.call.public_id]), follow=True)
    assert "No method of matching is installed here. Nothing was changed." in page.content.decode()
    refused = client.post(reverse("api-pairing-actions", args=[round_.call.public_id]), {"action": "run"})
    assert (refused.status_code, refused.json()) == (
        409,
        {"detail": "No method of matching is installed here. Nothing was changed."},
    )
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN


def test_the_registered_method_matches(nobody: None, round_: PairingRound, korean_manager: User) -> None:
    close(round_)
    asked: list[Market] = []

    def nobody_fits(market: Market) -> PairingResult:
        asked.append(market)
        return PairingResult(market.digest(), (), (), ())

    for _time in range(2):
        register_solver(nobody_fits)
    assert run_pairing(round_, by=korean_manager).result == PairingResult(asked[0].digest(), (), (), ()).content()
    assert len(registry._solvers) == 1


def test_a_slice_is_told_once_of_the_opening(nobody: None, korean_manager: User) -> None:
    told: list[User] = []
    for _time in range(2):
        on_opening(told.append)
    tell_of_opening(korean_manager)
    assert told == [korean_manager]


def test_without_a_reader_papers_stand_in_the_order_they_were_begun(
    nobody: None, round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any
) -> None:
    client, address = client_of(korean_researcher), reverse("proposal-priorities", args=[papers["k1"].public_id])
    shown = client.get(address).content.decode()
    assert shown.count("topical closeness not known yet") == 2
    assert "No paper is ranked." in shown
    read = client.get(reverse("api-proposal-priorities", args=[papers["k1"].public_id])).json()
    assert [(one["paper"]["proposal"], one["affinity"], one["meeting"]) for one in read["counterparts"]] == [
        (str(papers["u1"].public_id), None, None),
        (str(papers["u2"].public_id), None, None),
    ]


def test_the_registered_reader_orders_the_papers(
    nobody: None, round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any
) -> None:
    def the_later_the_closer(paper: Proposal, others: Sequence[Proposal]) -> list[Affinity]:
        meets = Meets("topical", 0.5, Text(paper.title_ko, "ko"), Text("seams", "en"))
        return [Affinity(place / len(others), meets if place else None) for place, _other in enumerate(others)]

    for _time in range(2):
        register_affinities(the_later_the_closer)
    assert len(affinity._readers) == 1
    address = reverse("api-proposal-priorities", args=[papers["k1"].public_id])
    read = client_of(korean_researcher).get(address).json()
    u1, u2 = (str(papers[name].public_id) for name in ("u1", "u2"))
    assert read["suggested"] == [u2, u1]
    assert [(one["affinity"], one["meeting"]) for one in read["counterparts"]] == [
        (
            0.5,
            {
                "part": "topical",
                "similarity": 0.5,
                "first": "공장의 신뢰",
                "first_language": "ko",
                "second": "seams",
                "second_language": "en",
            },
        ),
        (0.0, None),
    ]
