"""The matching of concept papers over the API."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.dossiers.enums import RoundState
from exchange.pairing.models import FirstReview, PairedPapers, PairingRound
from exchange.pairing.selectors.priority import priorities_of
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from exchange.proposals.models import Proposal
from tests.pairing.cast import Rank, close
from tests.proposals.papers import Papers

JSON: dict[str, Any] = {"content_type": "application/json"}


@pytest.fixture
def base(pairing_call: Call) -> str:
    return reverse("api-pairing", args=[pairing_call.public_id])


def priorities(papers: Papers, name: str) -> str:
    return reverse("api-proposal-priorities", args=[papers[name].public_id])


def ids(papers: Papers, *names: str) -> list[str]:
    return [str(papers[name].public_id) for name in names]


def test_a_manager_goes_from_review_to_joint_drafts(
    papers: Papers, base: str, us_officer: User, korean_manager: User, client_of: Any, rank: Rank
) -> None:
    korean, american = client_of(korean_manager), client_of(us_officer)
    k1, k2, u1, u2 = ids(papers, "k1", "k2", "u1", "u2")
    later = {"closes_at": "2099-01-01T00:00:00+09:00", "proposing_side": "KR"}
    early = korean.post(base, later, **JSON)
    assert (early.status_code, early.json()) == (
        409,
        {"detail": "Each side needs at least one paper that advances. Enter the first reviews first."},
    )

    def enter(client: Any, **results: Any) -> Any:
        rows = [{"paper": ids(papers, name)[0], **row} for name, row in results.items()]
        return client.put(f"{base}/reviews", {"results": rows}, **JSON)

    refused = enter(korean, k1={"is_eligible": True}, k2={"is_eligible": False})
    assert (refused.status_code, refused.json()) == (400, {k2: ["Give a reason for each paper that does not advance."]})
    assert enter(korean, u1={"is_eligible": True}).status_code == 409
    assert FirstReview.objects.count() == 0
    assert enter(korean, k1={"is_eligible": True}, k2={"is_eligible": True}).json() == {"count": 2}
    enter(american, u1={"is_eligible": True}, u2={"is_eligible": False, "reason": "Off topic"})
    assert [korean.post(base, later, **JSON).status_code for _press in range(2)] == [201, 409]
    rank("k1", "u1")
    rank("u1", "k1")
    listed = korean.get(f"{base}/papers").json()["results"]
    assert [(row["paper"]["proposal"], row["is_eligible"], row["ranked"]) for row in listed] == [
        (k1, True, 1),
        (k2, True, 0),
        (u1, True, 1),
        (u2, False, 0),
    ]
    assert korean.patch(base, {"closes_at": "2098-01-01T00:00:00Z"}, **JSON).json()["round"]["state"] == "open"
    acts = [
        korean.post(f"{base}/actions", {"action": one}, **JSON) for one in ("run", "close", "close", "confirm", "run")
    ]
    assert [one.status_code for one in acts] == [409, 200, 409, 409, 200]
    assert acts[0].json() == {"detail": "The priorities are still open."}
    run = acts[-1].json()
    assert (run["papers"], run["eligible"], run["agency"], run["round"]["run_by"]) == (
        4,
        3,
        "iitp",
        korean_manager.email,
    )
    assert run["result"] == {
        "is_current": True,
        "pairs": [{"korean": k1, "american": u1, "rank_for_korean": 1, "rank_for_american": 1, "joint": None}],
        "alone": [{"paper": k2, "reason": "It set no priorities."}],
        "certificate": [],
    }
    confirmed = [korean.post(f"{base}/actions", {"action": "confirm"}, **JSON) for _press in range(2)]
    assert [one.status_code for one in confirmed] == [200, 409]
    joint = str(PairedPapers.objects.get().joint.public_id)  # type: ignore[union-attr]
    assert american.get(base).json()["result"]["pairs"][0]["joint"] == joint
    leader = papers["k1"].members.get().researcher
    shown = client_of(leader).get(priorities(papers, "k1")).json()
    assert (shown["state"], shown["joint"], shown["may_rank"]) == ("confirmed", joint, False)


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("put", "/reviews", {}, "results"),
        ("put", "/reviews", {"results": []}, "results"),
        ("put", "/reviews", {"results": [{"paper": "x", "is_eligible": True}]}, "results"),
        ("put", "/reviews", {"results": [{"paper": "0" * 32, "is_eligible": True}]}, "results"),
        ("put", "/reviews", {"results": [{"paper": "0" * 32, "is_eligible": None, "reason": "\0"}]}, "results"),
        ("put", "/reviews", {"results": [{"paper": "0" * 32, "is_eligible": None}] * 2}, "results"),
        ("post", "", {"closes_at": "2099-01-01T00:00:00Z"}, "proposing_side"),
        ("post", "", {"closes_at": "2020-01-01T00:00:00Z", "proposing_side": "KR"}, "closes_at"),
        ("patch", "", {"closes_at": "2020-01-01T00:00:00Z"}, "closes_at"),
        ("patch", "", {"closes_at": "2099-01-01T00:00:00"}, "closes_at"),
        ("patch", "", {"closes_at": ["\0"]}, "closes_at"),
        ("post", "/actions", {}, "action"),
        ("post", "/actions", {"action": "open"}, "action"),
        ("post", "/actions", ["run"], "non_field_errors"),
    ],
)
def test_what_makes_no_sense_is_a_400_by_field(
    round_: PairingRound, base: str, korean_manager: User, client_of: Any, method: str, path: str, body: Any, field: str
) -> None:
    refused = getattr(client_of(korean_manager), method)(base + path, body, **JSON)
    assert (refused.status_code, list(refused.json())) == (400, [field])
    before = round_.closes_at
    round_.refresh_from_db()
    assert (round_.state, round_.closes_at) == (RoundState.OPEN, before)


def test_a_team_ranks_and_a_second_editor_is_told(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any
) -> None:
    client, url = client_of(korean_researcher), priorities(papers, "k1")
    u1, u2 = ids(papers, "u1", "u2")
    read = client.get(url).json()
    assert (read["order"], read["may_rank"], read["joint"]) == ([], True, None)
    assert sorted(one["paper"]["proposal"] for one in read["counterparts"]) == sorted([u1, u2])
    saved = client.put(url, {"version": read["version"], "ranks": {u1: 7, u2: 3}}, **JSON)
    assert (saved.status_code, saved.json()["order"], saved.json()["notes"]) == (
        200,
        [u2, u1],
        ["Ranks count from 1 without gaps; the numbers have moved up."],
    )
    stale = client.put(url, {"version": read["version"], "ranks": {u1: 1}}, **JSON)
    assert (stale.status_code, stale.json()["order"]) == (409, [u2, u1])
    version = stale.json()["version"]
    strange = client.put(url, {"version": version, "ranks": {ids(papers, "k2")[0]: 1}}, **JSON)
    assert strange.json() == {"detail": "One of those you ranked does not take part any more. Load the page again."}
    odd: list[dict[str, Any]] = [
        {},
        {"ranks": {"\0": 1}},
        {"ranks": []},
        {"ranks": {u1: 0}},
        {"ranks": {u1: "first"}},
        {"ranks": {u1: 10**9}},
    ]
    assert [client.put(url, {"version": version, **one}, **JSON).status_code for one in odd] == [400] * 6
    assert client.put(url, {"ranks": {}, "version": "\0"}, **JSON).status_code == 400
    assert priorities_of(round_, papers["k1"]) == (u2, u1)
    assert client.put(url, {"version": version, "ranks": {}}, **JSON).json()["order"] == []


def test_closed_means_closed_in_the_language_of_the_reader(
    round_: PairingRound, papers: Papers, korean_researcher: Researcher, client_of: Any
) -> None:
    client, url = client_of(korean_researcher), priorities(papers, "k1")
    version = client.get(url).json()["version"]
    close(round_)
    refused = client.put(url, {"version": version, "ranks": {}}, **JSON, headers={"accept-language": "ko"})
    assert (refused.status_code, refused.json()) == (
        409,
        {"detail": "우선순위가 마감되었습니다. 이 서버의 시계가 기준입니다."},
    )
    assert client.get(url).json()["state"] == "closed"


def test_who_ranked_whom_is_nobody_else_s_to_read(
    round_: PairingRound, papers: Papers, us_researcher: Researcher, client_of: Any, rank: Rank
) -> None:
    client, url = client_of(us_researcher), priorities(papers, "u1")
    before = client.get(url).content
    rank("k1", "u2", "u1")
    rank("k2", "u1")
    rank("u2", "k1")
    assert client.get(url).content == before
    strangers = [papers[name].members.get().researcher for name in ("k1", "u2")]
    assert [client_of(one).get(url).status_code for one in strangers] == [404, 404]


def test_lists_need_as_many_queries_for_two_as_for_four(
    round_: PairingRound,
    papers: Papers,
    base: str,
    korean_manager: User,
    korean_researcher: Researcher,
    client_of: Any,
) -> None:
    manager, team = client_of(korean_manager), client_of(korean_researcher)
    visits = [(manager, f"{base}/papers"), (manager, base), (team, priorities(papers, "k1"))]
    for _number in range(2):
        counts = []
        for client, url in visits:
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
        assert counts == [8, 10, 22]
        Proposal.objects.filter(pk__in=[papers["k2"].pk, papers["u2"].pk]).update(state="withdrawn")


@pytest.mark.usefixtures("unread")
@pytest.mark.django_db(transaction=True)
def test_two_managers_who_confirm_at_once_make_one_set_of_drafts(
    round_: PairingRound, base: str, us_officer: User, korean_manager: User, client_of: Any, rank: Rank
) -> None:
    rank("k1", "u1")
    rank("u1", "k1")
    close(round_)
    clients = [client_of(korean_manager), client_of(us_officer)]
    clients[0].post(f"{base}/actions", {"action": "run"}, **JSON)
    got: list[int] = []

    def press(client: Any) -> None:
        try:
            got.append(client.post(f"{base}/actions", {"action": "confirm"}, **JSON).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [200, 409]
    assert PairedPapers.objects.count() == 1
