"""First review, priorities and their closing, the matching and its one confirmation."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from exchange.dossiers.enums import RoundState
from exchange.dossiers.values.refusal import Refused
from exchange.http.stale import Stale
from exchange.messaging.models import OutboxMessage
from exchange.pairing.enums import Unpaired
from exchange.pairing.models import FirstReview, PairedPapers, PairingRound, Priority
from exchange.pairing.selectors.first_review import managed_papers
from exchange.pairing.selectors.paper import eligible_papers, read_papers
from exchange.pairing.selectors.priority import priorities_of, priorities_version
from exchange.pairing.selectors.round import explain, read_market
from exchange.pairing.services import round as services
from exchange.pairing.services.first_review import ReviewResult, enter_first_reviews
from exchange.pairing.services.priority import set_priorities
from exchange.pairing.services.round import close_round, confirm_round, move_closing, open_round, run_pairing
from exchange.pairing.values.round import FoundPair, LeftAlone, PairingResult, WhyNot
from exchange.people.enums import Side, SideGround
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.services.profile import update_profile
from exchange.people.services.side import record_sides
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import InformationRequest, Proposal
from exchange.proposals.services.decisions import ask_information
from exchange.proposals.services.submission import withdraw_proposal
from tests.pairing.cast import Rank, close
from tests.proposals.cast import read_of
from tests.proposals.papers import Papers


def ids(papers: Papers, *names: str) -> tuple[str, ...]:
    return tuple(str(papers[name].public_id) for name in names)


def test_an_agency_reviews_its_own_side_and_says_why_not(papers: Papers, iitp: Agency, korean_manager: User) -> None:
    call = papers["k1"].call
    both = {papers["k1"].pk: ReviewResult(True), papers["k2"].pk: ReviewResult(False, " Not novel. ")}
    assert enter_first_reviews(call, agency=iitp, results=both, by=korean_manager) == 2
    assert enter_first_reviews(call, agency=iitp, results=both, by=korean_manager) == 0
    assert list(eligible_papers(call)) == [papers["k1"]]
    assert FirstReview.objects.get(proposal=papers["k2"]).reason == "Not novel."
    undecided = {papers["k2"].pk: ReviewResult(None)}
    assert enter_first_reviews(call, agency=iitp, results=undecided, by=korean_manager) == 1
    assert FirstReview.objects.count() == 1
    with pytest.raises(Refused, match="its own side"):
        enter_first_reviews(call, agency=iitp, results={papers["u1"].pk: ReviewResult(True)}, by=korean_manager)
    with pytest.raises(ValidationError) as refused:
        enter_first_reviews(call, agency=iitp, results={papers["k2"].pk: ReviewResult(False)}, by=korean_manager)
    assert refused.value.message_dict == {
        str(papers["k2"].public_id): ["Give a reason for each paper that does not advance."]
    }


def test_priorities_open_once_when_both_sides_have_papers(
    papers: Papers, pairing_call: Call, iitp: Agency, korean_manager: User
) -> None:
    later = timezone.now() + timedelta(days=1)
    results = {papers["k1"].pk: ReviewResult(True)}
    enter_first_reviews(pairing_call, agency=iitp, results=results, by=korean_manager)
    with pytest.raises(Refused, match="Each side needs at least one paper"):
        open_round(pairing_call, closes_at=later, proposing_side=Side.KR, by=korean_manager)


def test_opening_tells_the_teams(
    round_: PairingRound, reviewed: Papers, pairing_call: Call, korean_manager: User
) -> None:
    told = OutboxMessage.objects.filter(key__startswith="pairing-open").values_list("user__email", flat=True)
    assert sorted(told) == ["alex@example.org", "jun@example.org", "minji@example.org", "sam@example.org"]
    with pytest.raises(Refused, match="Somebody else"):
        open_round(pairing_call, closes_at=round_.closes_at, proposing_side=Side.KR, by=korean_manager)


def test_a_question_holds_a_paper_back_as_long_as_it_can_be_answered(
    round_: PairingRound, papers: Papers, korean_manager: User
) -> None:
    later = timezone.now() + timedelta(days=1)
    asked = ask_information(
        papers["k1"], read=read_of(papers["k1"]), text="Which robot?", answer_until=later, by=korean_manager
    )
    assert papers["k1"] not in eligible_papers(round_.call)
    InformationRequest.objects.filter(pk=asked.pk).update(answer_until=timezone.now())
    assert papers["k1"] in eligible_papers(round_.call)
    close(round_)
    run_pairing(round_, by=korean_manager)
    confirm_round(round_, by=korean_manager)
    papers["k1"].refresh_from_db()
    assert papers["k1"].state in {ProposalState.ADVANCED, ProposalState.NOT_ADVANCED}
    assert not InformationRequest.objects.exists()


def test_priorities_are_saved_in_order_and_replaced(round_: PairingRound, papers: Papers, rank: Rank) -> None:
    assert rank("k1", "u2", "u1") == ids(papers, "u2", "u1")
    assert rank("k1", "u1") == ids(papers, "u1")
    assert list(Priority.objects.values_list("chooser", "rank", "counterpart")) == [
        (papers["k1"].pk, 1, papers["u1"].pk)
    ]


def test_a_second_editor_is_told_and_overwrites_nothing(round_: PairingRound, papers: Papers, rank: Rank) -> None:
    read = priorities_version(round_, papers["k1"])
    rank("k1", "u2")
    with pytest.raises(Stale) as stale:
        set_priorities(papers["k1"], order=ids(papers, "u1"), version=read)
    assert stale.value.current == priorities_of(round_, papers["k1"]) == ids(papers, "u2")


def test_only_eligible_papers_of_the_other_side_are_ranked(round_: PairingRound, papers: Papers, rank: Rank) -> None:
    for other in ("k2", "k1"):
        with pytest.raises(Refused, match="does not take part"):
            rank("k1", other)
    FirstReview.objects.filter(proposal=papers["u1"]).update(is_eligible=False)
    with pytest.raises(Refused, match="does not take part any more"):
        rank("k1", "u1")
    with pytest.raises(Refused, match="This paper does not take part"):
        rank("u1", "k1")


def test_nothing_is_saved_after_closing(round_: PairingRound, papers: Papers, rank: Rank) -> None:
    close(round_)
    assert (round_.state, round_.phase) == (RoundState.OPEN, RoundState.CLOSED)
    with pytest.raises(Refused, match="the clock of this server decides"):
        rank("k1", "u1")
    move_closing(round_, closes_at=timezone.now() + timedelta(hours=1))
    assert rank("k1", "u1") == ids(papers, "u1")
    close_round(round_)
    with pytest.raises(Refused):
        rank("k1", "u2")
    with pytest.raises(Refused, match="closed already"):
        close_round(round_)


@pytest.fixture
def closed(round_: PairingRound, rank: Rank) -> PairingRound:
    """Everybody but ``u2`` wants ``u1``; ``u1`` prefers ``k2``; ``u2`` wants nobody."""
    rank("k1", "u1", "u2")
    rank("k2", "u1")
    rank("u1", "k2", "k1")
    close(round_)
    return round_


def test_matching_pairs_and_explains(closed: PairingRound, papers: Papers, korean_manager: User) -> None:
    run = run_pairing(closed, by=korean_manager)
    k1, k2, u1, u2 = ids(papers, "k1", "k2", "u1", "u2")
    found = PairingResult.of(run.result)
    assert found.pairs == (FoundPair(k2, u1, 1, 1),)
    assert found.alone == (
        LeftAlone(k1, Unpaired.OTHERS_PREFERRED),
        LeftAlone(u2, Unpaired.RANKED_NOBODY),
    )
    assert found.not_paired == (WhyNot(k1, u1, ("US",)),)
    texts = {paper.id: paper for paper in read_papers(papers.values())}
    told = explain(run, texts)
    assert [(one.korean.title_ko, one.american.title_en) for one in told.pairs] == [("센서 이상", "Trust in robots")]
    assert [one.content for one in told.not_paired] == [(texts[u1],)]
    assert told.is_current
    again = run_pairing(closed, by=korean_manager)
    assert (again.run_at, again.result) == (run.run_at, run.result)


def test_matching_waits_for_the_closing(round_: PairingRound, korean_manager: User) -> None:
    with pytest.raises(Refused, match="still open"):
        run_pairing(round_, by=korean_manager)
    with pytest.raises(Refused, match="Run the matching first"):
        confirm_round(round_, by=korean_manager)


def test_confirming_makes_joint_drafts_and_tells_everybody(
    closed: PairingRound, papers: Papers, korean_manager: User
) -> None:
    run_pairing(closed, by=korean_manager)
    (pair,) = confirm_round(closed, by=korean_manager)
    joint = pair.joint
    assert joint is not None
    assert (joint.stage, joint.state, joint.sides) == ("full_proposal", ProposalState.DRAFT, ["KR", "US"])
    assert joint.title_en == "센서 이상 (English) / Trust in robots"
    assert joint.title_ko == "센서 이상 / Trust in robots (국문)"
    leaders = joint.members.order_by("side").values_list("name", "side", "role", "state")
    assert list(leaders) == [
        ("Jun Seo", "KR", Role.PI, MemberState.ACCEPTED),
        ("Alex Rivers", "US", Role.PI, MemberState.ACCEPTED),
    ]
    states = {name: Proposal.objects.get(pk=paper.pk).state for name, paper in papers.items()}
    assert states == {"k1": "not_advanced", "k2": "advanced", "u1": "advanced", "u2": "not_advanced"}
    subjects = OutboxMessage.objects.exclude(key__startswith="pairing-open").filter(key__startswith="pairing-")
    assert sorted(subjects.values_list("user__email", "subject")) == [
        ("alex@example.org", "A partner is found for “Trust in robots”"),
        ("jun@example.org", "A partner is found for “센서 이상 (English)”"),
        ("minji@example.org", "No partner was found for “공장의 신뢰 (English)”"),
        ("sam@example.org", "No partner was found for “Welding faults”"),
    ]
    with pytest.raises(Refused, match="confirmed already"):
        confirm_round(closed, by=korean_manager)
    with pytest.raises(Refused, match="confirmed already"):
        run_pairing(closed, by=korean_manager)


def test_a_paper_that_was_withdrawn_since_asks_for_another_run(
    closed: PairingRound, papers: Papers, korean_manager: User
) -> None:
    run_pairing(closed, by=korean_manager)
    withdraw_proposal(papers["k2"], reason="Moved.", by=korean_manager)
    with pytest.raises(Refused, match="Run it again"):
        confirm_round(closed, by=korean_manager)
    again = PairingResult.of(run_pairing(closed, by=korean_manager).result)
    assert [(one.korean, one.american) for one in again.pairs] == [ids(papers, "k1", "u1")]
    assert len(confirm_round(closed, by=korean_manager)) == 1


def move(person: Researcher | None, organisation: Organisation) -> None:
    """By the person's own hand; nothing speaks for the new place yet."""
    assert person is not None
    update_profile(person, organisation=organisation)


def wait(person: Researcher | None, _organisation: Organisation) -> None:
    """The address that confirmed the side is gone, say."""
    SideDecision.objects.filter(researcher=person).update(ended_at=timezone.now())


def move_and_be_confirmed(person: Researcher | None, organisation: Organisation) -> None:
    assert person is not None
    move(person, organisation)
    record_sides([person], ground=SideGround.IMPORT)


@pytest.mark.parametrize("what", [move, wait, move_and_be_confirmed])
def test_a_lead_who_is_no_longer_confirmed_on_the_papers_side_asks_for_another_run(
    closed: PairingRound,
    papers: Papers,
    korean_manager: User,
    us_organisation: Organisation,
    what: Callable[[Researcher | None, Organisation], None],
) -> None:
    """Else two of one side would lead the joint draft; and the managers read whose paper drops out, and why."""
    run_pairing(closed, by=korean_manager)
    lead = papers["k2"].members.get(role=Role.PI).researcher
    assert [one.is_led for one in managed_papers(closed.call)] == [True] * 4
    what(lead, us_organisation)
    with pytest.raises(Refused, match="Run it again"):
        confirm_round(closed, by=korean_manager)
    assert papers["k2"] not in eligible_papers(closed.call)
    assert {one.paper.proposal: one.is_led for one in managed_papers(closed.call)} == {
        paper: name != "k2" for name, paper in papers.items()
    }
    again = PairingResult.of(run_pairing(closed, by=korean_manager).result)
    assert [(one.korean, one.american) for one in again.pairs] == [ids(papers, "k1", "u1")]
    (pair,) = confirm_round(closed, by=korean_manager)
    assert pair.joint is not None
    assert list(pair.joint.members.order_by("side").values_list("side", "researcher__country")) == [
        ("KR", "KR"),
        ("US", "US"),
    ]


def test_what_was_changed_after_submitting_is_not_shown(papers: Papers) -> None:
    Proposal.objects.filter(pk=papers["k1"].pk).update(title_ko="아직 내지 않은 제목")
    papers["k1"].answers.update(value="not submitted yet")
    (shown,) = read_papers([Proposal.objects.get(pk=papers["k1"].pk)])
    assert (shown.title_ko, shown.abstract) == ("공장의 신뢰", "people trust robots on the factory floor")


def test_the_managers_list_needs_as_many_queries_for_one_paper_as_for_four(
    reviewed: Papers, pairing_call: Call, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        assert len(managed_papers(pairing_call)) == 4
    Proposal.objects.exclude(pk=reviewed["k1"].pk).update(state=ProposalState.WITHDRAWN)
    with django_assert_num_queries(4):
        assert len(managed_papers(pairing_call)) == 1


def in_thread(work: Callable[[], object], results: list[object]) -> threading.Thread:
    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until_blocked() -> None:
    """Until another transaction waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        for _attempt in range(1000):
            cursor.execute("SELECT pg_sleep(0.005), (SELECT count(*) FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[1]:
                return
    raise AssertionError("nobody waits")


@pytest.mark.usefixtures("unread")
@pytest.mark.django_db(transaction=True)
def test_a_saving_that_the_closing_overtakes_is_refused(round_: PairingRound, papers: Papers, rank: Rank) -> None:
    rank("k1", "u2")
    results: list[object] = []
    with transaction.atomic():
        close_round(round_)
        thread = in_thread(lambda: rank("k1", "u1"), results)
        wait_until_blocked()
    thread.join(20)
    assert [type(one) for one in results] == [Refused]
    assert priorities_of(round_, papers["k1"]) == ids(papers, "u2")


@pytest.mark.usefixtures("unread")
@pytest.mark.django_db(transaction=True)
def test_a_saving_that_began_before_the_closing_is_in_the_matching(
    round_: PairingRound, papers: Papers, rank: Rank, korean_manager: User
) -> None:
    rank("u1", "k1")
    results: list[object] = []
    with transaction.atomic():
        rank("k1", "u1")
        thread = in_thread(lambda: (close_round(round_), run_pairing(round_, by=korean_manager)), results)
        wait_until_blocked()
    thread.join(20)
    round_.refresh_from_db()
    assert [(one.korean, one.american) for one in PairingResult.of(round_.result).pairs] == [ids(papers, "k1", "u1")]


@pytest.mark.usefixtures("unread")
@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_happens(closed: PairingRound, korean_manager: User, us_officer: User) -> None:
    run_pairing(closed, by=korean_manager)
    results: list[object] = []
    with transaction.atomic():
        confirm_round(closed, by=korean_manager)
        thread = in_thread(lambda: confirm_round(closed, by=us_officer), results)
        wait_until_blocked()
    thread.join(20)
    assert [type(one) for one in results] == [Refused]
    assert PairedPapers.objects.count() == 1
    assert PairingRound.objects.get().confirmed_by == korean_manager


@pytest.mark.usefixtures("unread")
@pytest.mark.django_db(transaction=True)
def test_nobody_who_leads_a_paper_changes_sides_while_it_is_confirmed(
    closed: PairingRound,
    papers: Papers,
    korean_manager: User,
    us_organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not between the look at the facts and the joint drafts either."""
    run_pairing(closed, by=korean_manager)
    lead = papers["k2"].members.get(role=Role.PI).researcher
    results: list[object] = []
    threads: list[threading.Thread] = []

    def read_and_meanwhile(round_: PairingRound) -> Any:
        market = read_market(round_)
        threads.append(in_thread(lambda: move(lead, us_organisation), results))
        wait_until_blocked()
        return market

    monkeypatch.setattr(services, "read_market", read_and_meanwhile)
    (pair,) = confirm_round(closed, by=korean_manager)
    threads[0].join(20)
    assert results == [None]
    assert pair.joint is not None
    assert sorted(pair.joint.members.values_list("side", flat=True)) == ["KR", "US"]
    assert Researcher.objects.get(pk=lead.pk if lead else None).country == Side.US
