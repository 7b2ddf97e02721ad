"""The manager's and the teams' pages of the matching of concept papers."""

import re
from typing import Any

from django.db import transaction
from django.urls import reverse

from exchange.dossiers.enums import RoundState
from exchange.pairing.models import FirstReview, PairedPapers, PairingRound
from exchange.pairing.selectors.priority import priorities_of, priorities_version
from exchange.pairing.services.round import run_pairing
from exchange.people.models import Organisation, Researcher, User
from exchange.people.services.profile import update_profile
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Proposal
from tests.pairing.cast import Rank, close
from tests.proposals.papers import Papers


def page(papers: Papers, name: str) -> str:
    return reverse("proposal-priorities", args=[papers[name].public_id])


def ids(papers: Papers, *names: str) -> tuple[str, ...]:
    return tuple(str(papers[name].public_id) for name in names)


def test_a_manager_goes_from_review_to_joint_drafts(
    papers: Papers, pairing_call: Call, us_officer: User, korean_manager: User, client_of: Any, rank: Rank
) -> None:
    base = reverse("call-pairing", args=[pairing_call.public_id])
    korean, american = client_of(korean_manager), client_of(us_officer)
    assert korean.get(base).status_code == 200
    k1, k2, u1, u2 = ids(papers, "k1", "k2", "u1", "u2")
    refused = korean.post(f"{base}reviews/", {f"{k1}-result": "yes", f"{k2}-result": "no", f"{k2}-reason": ""})
    assert refused.status_code == 422
    assert "Give a reason for each paper that does not advance." in refused.content.decode()
    assert FirstReview.objects.count() == 0
    korean.post(f"{base}reviews/", {f"{k1}-result": "yes", f"{k2}-result": "yes"})
    american.post(f"{base}reviews/", {f"{u1}-result": "yes", f"{u2}-result": "no", f"{u2}-reason": "Off topic"})
    assert list(FirstReview.objects.order_by("proposal_id").values_list("is_eligible", flat=True)) == [
        True,
        True,
        True,
        False,
    ]
    wrong = {"closes_at": "2020-01-01T00:00", "time_zone": "Asia/Seoul", "proposing_side": "KR"}
    assert korean.post(f"{base}open/", wrong).status_code == 422
    assert korean.post(f"{base}open/", wrong | {"closes_at": "2099-01-01T00:00"}).status_code == 302
    rank("k1", "u1")
    rank("u1", "k1")
    shown = korean.get(base).content.decode()
    assert shown.count("1 paper ranked") == 2
    assert shown.count("no paper ranked yet") == 1
    later = {"closes_at": "2098-01-01T00:00", "time_zone": "Asia/Seoul"}
    assert korean.post(f"{base}closing/", later).status_code == 302
    korean.post(f"{base}run/")
    assert PairingRound.objects.get().state == RoundState.OPEN
    korean.post(f"{base}close/")
    assert korean.get(base).status_code == 200
    korean.post(f"{base}run/")
    shown = korean.get(base).content.decode()
    assert "number 1 of the Korean paper’s list, number 1 of the US paper’s" in shown
    assert "It set no priorities." in shown
    for _press in range(2):
        assert korean.post(f"{base}confirm/").status_code == 302
    assert PairedPapers.objects.count() == 1
    assert "Confirmed" in american.get(base).content.decode()


def test_two_managers_who_enter_results_lose_none_of_each_others(
    papers: Papers, pairing_call: Call, korean_manager: User, client_of: Any, afosr: Agency
) -> None:
    base, client = reverse("call-pairing", args=[pairing_call.public_id]), client_of(korean_manager)
    k1, k2 = ids(papers, "k1", "k2")
    names = [f"initial-{paper}-{name}" for paper in (k1, k2) for name in ("result", "reason")]
    shown = client.get(base).content.decode()
    assert [shown.count(f'name="{name}"') for name in names] == [1, 1, 1, 1]
    opened = {**dict.fromkeys(names, ""), f"{k1}-result": "", f"{k2}-result": ""}
    client.post(f"{base}reviews/", opened | {f"{k1}-result": "yes"})
    client.post(f"{base}reviews/", opened | {f"{k2}-result": "yes"})
    assert FirstReview.objects.filter(is_eligible=True).count() == 2

    late = opened | {f"{k1}-result": "no", f"{k1}-reason": "Off topic"}
    refused = client.post(f"{base}reviews/", late)
    page = refused.content.decode()
    assert (refused.status_code, FirstReview.objects.filter(is_eligible=True).count()) == (422, 2)
    assert f"Entered in the meantime by {korean_manager}: Advances. Saving again replaces it." in page
    assert "Off topic" in page
    assert f'name="initial-{k1}-result" value="yes"' in page
    assert client.post(f"{base}reviews/", late | {f"initial-{k1}-result": "yes"}).status_code == 302
    assert FirstReview.objects.get(is_eligible=False).reason == "Off topic"
    FirstReview.objects.update(entered_by=None)  # as after the account was deleted
    slow = client.post(f"{base}reviews/", opened | {f"{k1}-result": "yes"}).content.decode()
    assert "by –: Does not advance (Off topic). Saving again replaces it." in slow
    assert f'name="initial-{k1}-reason" value="Off topic"' in slow

    alone = client.post(f"{base}reviews/", opened | {f"{k1}-reason": "Off topic", f"initial-{k1}-result": "no"})
    assert (alone.status_code, "a reason alone is not kept" in alone.content.decode()) == (422, True)
    undecided = {f"initial-{k1}-result": "no", f"initial-{k1}-reason": "Off topic", f"{k1}-reason": "Off topic"}
    assert client.post(f"{base}reviews/", opened | undecided).status_code == 302
    assert not FirstReview.objects.filter(proposal=papers["k1"]).exists()

    taken_back = opened | {f"{k2}-result": "no", f"{k2}-reason": "Off topic", f"initial-{k2}-result": "yes"}
    FirstReview.objects.all().delete()
    FirstReview.objects.create(
        proposal=papers["k2"], agency=afosr, is_eligible=True
    )  # another agency's is none of theirs
    assert "was taken back in the meantime" in client.post(f"{base}reviews/", taken_back).content.decode()


def test_a_lead_who_has_changed_sides_is_named_to_the_manager_and_the_team(
    round_: PairingRound,
    papers: Papers,
    korean_manager: User,
    us_organisation: Organisation,
    client_of: Any,
    rank: Rank,
) -> None:
    """By page and API: what is confirmed was matched without the paper."""
    rank("k1", "u1")
    rank("u1", "k1")
    close(round_)
    run_pairing(round_, by=korean_manager)
    manager, base = client_of(korean_manager), reverse("call-pairing", args=[round_.call.public_id])
    note = "Takes no part: its principal investigator is not confirmed on this side."
    assert note not in manager.get(base).content.decode()
    moved = papers["k1"].members.get().researcher
    assert moved is not None
    paper = reverse("proposal-detail", args=[papers["k1"].public_id])
    told = "This paper takes no part in the matching: its principal investigator is not confirmed on its side."
    assert told not in client_of(moved).get(paper).content.decode()
    update_profile(moved, organisation=us_organisation)
    assert manager.get(base).content.decode().count(note) == 1
    assert told in client_of(moved).get(paper).content.decode()
    own = Proposal.objects.filter(pk=papers["k1"].pk)
    for rows, other in (
        (FirstReview.objects.filter(proposal__in=own), {"is_eligible": False, "reason": "?"}),
        (own, {"state": ProposalState.NOT_ADVANCED}),
    ):
        with transaction.atomic():
            assert rows.update(**other) == 1
            assert told not in client_of(moved).get(paper).content.decode()
            transaction.set_rollback(True)
    refused = manager.post(f"{base}confirm/", follow=True)
    again = "What the matching rests on has changed since it was run. Run it again."
    assert [str(message) for message in refused.context["messages"]] == [again]
    api = reverse("api-pairing", args=[round_.call.public_id])
    sent = manager.post(f"{api}/actions", {"action": "confirm"}, content_type="application/json")
    assert (sent.status_code, sent.json()) == (409, {"detail": again})
    listed = manager.get(f"{api}/papers").json()["results"]
    assert [(row["is_led"], row["is_eligible"]) for row in listed] == [(False, False)] + [(True, True)] * 3
    assert [manager.post(f"{base}{act}/").status_code for act in ("run", "confirm")] == [302, 302]
    assert PairingRound.objects.get().state == RoundState.CONFIRMED
    for shown, said in ((manager.get(base), note), (client_of(moved).get(paper), told)):
        assert said not in shown.content.decode()


def test_only_the_calls_managers_reach_its_pages(
    round_: PairingRound,
    pairing_call: Call,
    korean_researcher: Researcher,
    outsider: User,
    client: Any,
    client_of: Any,
) -> None:
    names = ("call-pairing", "pairing-reviews", "pairing-open", "pairing-closing", "pairing-close", "pairing-run")
    for name in (*names, "pairing-confirm"):
        url = reverse(name, args=[pairing_call.public_id])
        for person in (korean_researcher, outsider):
            visit = client_of(person)
            assert (visit.get(url) if name == "call-pairing" else visit.post(url)).status_code == 404, (name, person)
        assert client.post(url).status_code == 401  # says that the session has ended, and keeps what was typed
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN


def test_only_the_papers_team_reaches_its_priorities(
    round_: PairingRound, papers: Papers, korean_manager: User, outsider: User, client: Any, client_of: Any
) -> None:
    url = page(papers, "k1")
    for person in (
        papers["k2"].members.get().researcher,
        papers["u1"].members.get().researcher,
        korean_manager,
        outsider,
    ):
        assert client_of(person).get(url).status_code == 404
        assert client_of(person).post(url, {"version": ""}).status_code == 404
    assert client.get(url).status_code == 302


def test_a_team_ranks_by_buttons_and_typed_ranks(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any
) -> None:
    visit, url = client_of(korean_researcher), page(papers, "k1")
    u1, u2 = ids(papers, "u1", "u2")

    def press(move: str, **ranks: str) -> Any:
        values = {f"rank-{one}": ranks[name] for name, one in (("u1", u1), ("u2", u2)) if name in ranks}
        version = priorities_version(round_, papers["k1"])
        return visit.post(url, {"version": version, "move": move, **values}, follow=True)

    assert "Your paper ranks no other paper" in visit.get(url).content.decode()
    press(f"add:{u2}")
    press(f"add:{u1}", u2="1")
    assert priorities_of(round_, papers["k1"]) == (u2, u1)
    press(f"up:{u1}", u2="1", u1="2")
    assert priorities_of(round_, papers["k1"]) == (u1, u2)
    told = press("save", u2="4", u1="4").content.decode()
    assert "Some ranks were there twice" in told
    assert "Ranks count from 1 without gaps" in told
    assert priorities_of(round_, papers["k1"]) == (u1, u2)
    wrong = press("save", u1="first", u2="2")
    assert wrong.status_code == 422
    assert 'value="first"' in wrong.content.decode()
    assert priorities_of(round_, papers["k1"]) == (u1, u2)
    press(f"remove:{u1}", u1="1", u2="2")
    assert priorities_of(round_, papers["k1"]) == (u2,)
    assert "No paper is ranked." in press(f"remove:{u2}", u2="1").content.decode()
    assert priorities_of(round_, papers["k1"]) == ()


def test_a_second_editor_sees_both_orders(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any, rank: Rank
) -> None:
    visit, url = client_of(korean_researcher), page(papers, "k1")
    u1, u2 = ids(papers, "u1", "u2")
    read = re.search(r'name="version" value="(\w+)"', visit.get(url).content.decode())
    assert read is not None
    rank("k1", "u2")
    answer = visit.post(url, {"version": read.group(1), "move": "save", f"rank-{u1}": "1"})
    assert answer.status_code == 409
    assert "saved is this one:" in answer.content.decode()
    assert priorities_of(round_, papers["k1"]) == (u2,)
    now = re.search(r'name="version" value="(\w+)"', answer.content.decode())
    assert now is not None
    assert visit.post(url, {"version": now.group(1), "move": "save", f"rank-{u1}": "1"}).status_code == 302
    assert priorities_of(round_, papers["k1"]) == (u1,)


def test_after_closing_nothing_is_saved_and_nothing_shows_what_others_ranked(
    round_: PairingRound, papers: Papers, us_researcher: Researcher, korean_manager: User, client_of: Any, rank: Rank
) -> None:
    rank("k1", "u2", "u1")
    rank("k2", "u1")
    close(round_)
    visit, url = client_of(us_researcher), page(papers, "u1")
    shown = visit.get(url).content.decode()
    assert 'name="move"' not in shown
    refused = visit.post(url, {"version": priorities_version(round_, papers["u1"]), "move": "save"})
    assert refused.status_code == 422
    before = re.sub(r"<script.*?</script>|csrf\S+", "", shown)
    PairingRound.objects.get().priorities.all().delete()
    after = re.sub(r"<script.*?</script>|csrf\S+", "", visit.get(url).content.decode())
    assert strip_tokens(before) == strip_tokens(after)
    run_pairing(round_, by=korean_manager)
    assert visit.get(url).status_code == 200


def strip_tokens(html: str) -> str:
    return re.sub(r"[A-Za-z0-9]{60,}", "", html)


def test_counterparts_need_as_many_queries_for_one_as_for_two(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any, django_assert_num_queries: Any
) -> None:
    visit, url = client_of(korean_researcher), page(papers, "k1")
    visit.get(url)
    with django_assert_num_queries(20) as two:
        visit.get(url)
    FirstReview.objects.filter(proposal=papers["u2"]).update(is_eligible=False)
    with django_assert_num_queries(len(two)):
        visit.get(url)


def test_who_will_read_a_concept_paper_is_said_before_it_is_begun_and_before_it_is_submitted(
    papers: Papers, pairing_call: Call, korean_researcher: Researcher, client_of: Any
) -> None:
    browser = client_of(korean_researcher)
    for name, subject in (("proposal-create", pairing_call), ("proposal-submit", papers["k1"])):
        html = browser.get(reverse(name, args=[subject.public_id])).content.decode()
        assert html.count("read its titles and the answer to “Idea”") == 1
