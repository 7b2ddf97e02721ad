"""What stands in the way of a pairing: another kind of call, a stage that still takes papers, results that are final."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from exchange.dossiers.enums import RoundState
from exchange.dossiers.values.refusal import Refused
from exchange.pairing.models import FirstReview, PairedPapers, PairingRound, Priority
from exchange.pairing.services.first_review import ReviewResult, enter_first_reviews
from exchange.pairing.services.round import confirm_round, open_round, run_pairing
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, Call, Stage
from exchange.proposals.enums import Role
from exchange.proposals.models import Proposal
from exchange.proposals.services.proposals import add_accepted
from tests.cast import make_researcher
from tests.pairing.cast import Rank, close
from tests.proposals.papers import Papers

JSON: dict[str, Any] = {"content_type": "application/json"}


def test_teams_of_another_call_are_not_matched(call: Call, korean_manager: User, client_of: Any) -> None:
    later = timezone.now() + timedelta(days=1)
    with pytest.raises(Refused, match="Teams of this call are not matched"):
        open_round(call, closes_at=later, proposing_side=Side.KR, by=korean_manager)
    manager = client_of(korean_manager)
    for name in ("call-pairing", "api-pairing", "api-pairing-papers"):
        assert manager.get(reverse(name, args=[call.public_id])).status_code == 404


@pytest.mark.parametrize(("seconds", "is_refused"), [(60, True), (-60, False)])
def test_priorities_open_only_after_the_last_paper_could_come(
    reviewed: Papers, pairing_call: Call, korean_manager: User, seconds: int, is_refused: bool
) -> None:
    closes_at = timezone.now() + timedelta(seconds=seconds)
    Stage.objects.filter(call=pairing_call, kind="concept_paper").update(closes_at=closes_at)
    later = timezone.now() + timedelta(days=1)
    if is_refused:
        with pytest.raises(Refused, match="can still be submitted"):
            open_round(pairing_call, closes_at=later, proposing_side=Side.KR, by=korean_manager)
    else:
        open_round(pairing_call, closes_at=later, proposing_side=Side.KR, by=korean_manager)
    assert PairingRound.objects.count() == (0 if is_refused else 1)


@pytest.mark.parametrize("state", RoundState)
def test_the_first_review_is_over_once_the_papers_are_matched(
    round_: PairingRound, papers: Papers, iitp: Agency, korean_manager: User, state: RoundState
) -> None:
    PairingRound.objects.update(state=state)
    results = {papers["k1"].pk: ReviewResult(False, "Off topic")}
    if state in {RoundState.RUN, RoundState.CONFIRMED}:
        with pytest.raises(Refused, match="the first review is over"):
            enter_first_reviews(round_.call, agency=iitp, results=results, by=korean_manager)
    else:
        enter_first_reviews(round_.call, agency=iitp, results=results, by=korean_manager)
    is_eligible = FirstReview.objects.get(proposal=papers["k1"]).is_eligible
    assert is_eligible == (state in {RoundState.RUN, RoundState.CONFIRMED})


def test_no_joint_drafts_without_a_later_stage(
    round_: PairingRound, papers: Papers, rank: Rank, korean_manager: User
) -> None:
    rank("k1", "u1")
    rank("u1", "k1")
    close(round_)
    run_pairing(round_, by=korean_manager)
    Stage.objects.filter(call=round_.call, kind="full_proposal").delete()
    with pytest.raises(Refused, match="no later stage"):
        confirm_round(round_, by=korean_manager)
    round_.refresh_from_db()
    assert (round_.state, PairedPapers.objects.count()) == (RoundState.RUN, 0)


def test_before_the_opening_there_is_nothing_to_act_on(
    reviewed: Papers, pairing_call: Call, korean_manager: User, client_of: Any
) -> None:
    manager, call = client_of(korean_manager), [pairing_call.public_id]
    for name in ("pairing-closing", "pairing-close", "pairing-run", "pairing-confirm"):
        assert manager.post(reverse(name, args=call)).status_code == 404
    assert manager.post(reverse("api-pairing-actions", args=call), {"action": "run"}, **JSON).status_code == 404
    later = {"closes_at": "2099-01-01T00:00:00Z"}
    assert manager.patch(reverse("api-pairing", args=call), later, **JSON).status_code == 404
    assert not PairingRound.objects.exists()


def addresses(paper: Proposal) -> tuple[str, str]:
    return tuple(reverse(name, args=[paper.public_id]) for name in ("proposal-priorities", "api-proposal-priorities"))  # type: ignore[return-value]


def test_a_paper_that_does_not_go_on_has_no_priorities(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any
) -> None:
    FirstReview.objects.filter(proposal=papers["k1"]).update(is_eligible=False)
    lead, (page, route) = client_of(korean_researcher), addresses(papers["k1"])
    assert [lead.get(page).status_code, lead.get(route).status_code] == [404, 404]
    assert lead.post(page, {"version": "", "move": "save"}).status_code == 404
    assert lead.put(route, {"version": "", "ranks": {}}, **JSON).status_code == 404


def test_only_who_leads_the_paper_ranks(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any
) -> None:
    assert korean_researcher.organisation is not None
    member = make_researcher("member@example.org", "Mina Lee", korean_researcher.organisation)
    add_accepted(papers["k1"], member, role=Role.MEMBER)
    client, (page, route) = client_of(member), addresses(papers["k1"])
    read = client.get(route).json()
    assert (read["may_rank"], client.get(page).status_code) == (False, 200)
    counterpart = str(papers["u1"].public_id)
    typed = {"version": read["version"], "move": "save", f"rank-{counterpart}": "1"}
    assert client.post(page, typed).status_code == 403
    sent = {"version": read["version"], "ranks": {counterpart: 1}}
    assert client.put(route, sent, **JSON).status_code == 403
    assert not Priority.objects.exists()
