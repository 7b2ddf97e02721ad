"""Submitting over the API: the same services, reasons and permissions as the pages."""

import threading
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.services import make_late_code
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Confirmation, InformationRequest, Proposal, Submission
from exchange.proposals.services.decisions import ask_information
from tests.proposals.cast import answer, by, confirm_both, digest_of, move_deadline, read_of, submit_read

SignIn = Callable[[User | Researcher], Client]
JSON: dict[str, Any] = {"content_type": "application/json"}


def url(name: str, proposal: Proposal, *more: object) -> str:
    return reverse(f"api-{name}", args=[proposal.public_id, *more])


@pytest.fixture
def submission(proposal: Proposal, us_researcher: Researcher) -> Submission:
    confirm_both(proposal)
    return submit_read(proposal, by=by(us_researcher))


def test_from_two_confirmations_to_the_receipt(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    for side, researcher in (("KR", korean_researcher), ("US", us_researcher)):
        client = client_of(researcher)
        digest = client.get(url("proposal-readiness", proposal)).json()["digest"]
        ready = client.put(url("proposal-confirm", proposal, side), {"digest": digest}, **JSON).json()
    assert [(one["side"], one["is_current"]) for one in ready["sides"]] == [("KR", True), ("US", True)]
    assert (ready["is_complete"], ready["is_confirmed"], ready["asked"]) == (True, True, None)
    submitted = client.post(url("proposal-submissions", proposal), {"digest": digest_of(proposal)}, **JSON)
    again = client.post(url("proposal-submissions", proposal), {"digest": digest_of(proposal)}, **JSON)
    kept = Submission.objects.get()
    receipt = client.get(reverse("api-receipt", args=[kept.receipt])).json()
    assert (submitted.status_code, submitted.json(), again.json()) == (200, receipt, receipt)
    assert (receipt["receipt"], receipt["number"], receipt["digest"]) == (str(kept.receipt), 1, digest)


def test_only_what_was_read_is_confirmed_and_submitted(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    client, read = client_of(us_researcher), digest_of(proposal)
    answer(proposal, "aims", Side.US, "We measure doubt on the floor.")
    confirm_both(proposal)
    refused = [
        client.put(url("proposal-confirm", proposal, "US"), {"digest": read}, **JSON),
        client.post(url("proposal-submissions", proposal), {"digest": read}, **JSON),
    ]
    said = [(one.status_code, one.json()["detail"], one.json()["checks"]) for one in refused]
    assert said == [(409, "This was changed since you read it. Read it again, then go on.", [])] * 2
    assert not Submission.objects.exists()
    submitted = client.post(url("proposal-submissions", proposal), {"digest": digest_of(proposal)}, **JSON)
    assert submitted.json()["digest"] == digest_of(proposal)
    missing = client.post(url("proposal-submissions", proposal), {}, **JSON)
    assert missing.json() == {"digest": ["Name what you have read by its digest, which “readiness” says."]}


@pytest.mark.django_db(transaction=True)
def test_the_refusal_shows_what_was_changed_since_it_was_read(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    client, read = client_of(us_researcher), digest_of(proposal)
    answer(proposal, "aims", Side.US, "We measure doubt on the floor.")
    Proposal.objects.update(title_en="Doubt")
    refused = client.post(url("proposal-submissions", proposal), {"digest": read}, **JSON).json()
    assert [(part["part"], part["side"]) for part in refused["changes"]] == [
        ("title", "US"),
        ("Aims", "US"),
    ]
    assert [change["text"] for change in refused["changes"][1]["changes"]] == [
        "We measure ",
        "trust",
        "doubt",
        " on the floor.",
    ]
    unknown = client.post(url("proposal-submissions", proposal), {"digest": "0" * 64}, **JSON)
    assert (unknown.status_code, unknown.json()["changes"]) == (409, [])


def test_what_is_lacking_stands_in_the_refusal(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    unconfirmed = client.post(url("proposal-submissions", proposal), {"digest": digest_of(proposal)}, **JSON)
    assert (unconfirmed.status_code, unconfirmed.json()) == (
        409,
        {
            "detail": "These sides have not confirmed this content yet: Korea, United States.",
            "changes": [],
            "checks": [],
        },
    )
    proposal.members.update(signed_off_at=None)
    digest = client.get(url("proposal-readiness", proposal)).json()["digest"]
    korean = JSON | {"headers": {"accept-language": "ko"}}
    refused = client.put(url("proposal-confirm", proposal, "KR"), {"digest": digest}, **korean)
    assert (refused.status_code, refused.json()["detail"]) == (409, "아직 모든 조건을 충족하지 않았습니다.")
    assert [row["name"] for row in refused.json()["checks"]] == ["team_signed_off"]
    stale = client.put(url("proposal-confirm", proposal, "KR"), {"digest": "0" * 64}, **JSON)
    assert stale.json()["detail"] == "This was changed since you read it. Read it again, then go on."
    assert not Confirmation.objects.exists()


def test_a_confirmation_is_ones_own_side_s_and_can_be_taken_back(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    confirm_both(proposal)
    client = client_of(korean_researcher)
    sides = ("US", "KR", "KR", "DE")
    assert [client.delete(url("proposal-confirm", proposal, side)).status_code for side in sides] == [
        403,
        204,
        204,
        404,
    ]
    assert list(Confirmation.objects.values_list("side", flat=True)) == ["US"]


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("confirm", {}, "digest"),
        ("confirm", {"digest": ["x"]}, "digest"),
        ("confirm", {"digest": "\0"}, "digest"),
        ("confirm", {"digest": "x" * 65}, "digest"),
        ("submissions", {}, "digest"),
        ("submissions", {"digest": "", "answer": "Both arms."}, "digest"),
        ("submissions", {"late_code": "\0"}, "late_code"),
        ("submissions", {"digest": "x", "late_code": "x" * 41}, "late_code"),
        ("submissions", {"digest": "x", "answer": {}}, "answer"),
        ("submissions", {"digest": "x", "answer": "x" * 4001}, "answer"),
        ("submissions", [], "non_field_errors"),
        ("withdrawal", {"reason": "x" * 501}, "reason"),
        ("withdrawal", {"reason": "\0"}, "reason"),
        ("requests", {"answer_until": "2099-01-01T00:00:00Z"}, "text"),
        ("requests", {"text": "\0", "answer_until": "2099-01-01T00:00:00Z"}, "text"),
        ("requests", {"text": "?", "answer_until": "soon"}, "answer_until"),
        ("requests", {"text": "?", "answer_until": 7}, "answer_until"),
        ("requests", {"text": "?", "answer_until": "2099-01-01T00:00:00"}, "answer_until"),
        ("requests", {"text": "?", "answer_until": "2020-01-01T00:00:00Z"}, "answer_until"),
        ("requests", {"text": "?", "answer_until": "9999-12-31T23:59:59-12:00"}, "answer_until"),
        ("requests", {"text": "?", "answer_until": "0001-01-01T00:00:00+14:00"}, "answer_until"),
        ("requests", {"text": "?", "answer_until": "2099-01-01T00:00:00Z", "receipt": None}, "receipt"),
        ("decision", {}, "decision"),
        ("decision", {"decision": "reject"}, "decision"),
        ("decision", {"decision": "decline", "receipt": None}, "receipt"),
        ("decision", {"decision": "decline", "receipt": "1"}, "receipt"),
    ],
)
def test_what_makes_no_sense_is_a_400_by_field(
    client_of: SignIn,
    submission: Submission,
    us_researcher: Researcher,
    korean_manager: User,
    name: str,
    body: Any,
    field: str,
) -> None:
    who: User | Researcher = us_researcher
    if name in {"requests", "decision"}:
        who, body = korean_manager, {"receipt": str(submission.receipt), **body}
    send = client_of(who).put if name == "confirm" else client_of(who).post
    address = url(f"proposal-{name}", submission.proposal, *(["US"] if name == "confirm" else []))
    refused = send(address, body, **JSON)
    assert (refused.status_code, list(refused.json())) == (400, [field])
    assert list(Proposal.objects.values_list("state", flat=True)) == ["submitted"]


def test_after_the_deadline_a_code_opens_it_once(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher, korean_manager: User
) -> None:
    confirm_both(proposal)
    move_deadline(proposal.call, -60)
    expires_at = timezone.now() + timedelta(days=1)
    code = make_late_code(
        proposal.call.stages.get(), uses=1, expires_at=expires_at, reason="Ill", by=korean_manager
    ).code
    client, address = client_of(us_researcher), url("proposal-submissions", proposal)
    sent = {"digest": digest_of(proposal)}
    assert [client.post(address, sent | {"late_code": one}, **JSON).json()["detail"] for one in ("", "abc")] == [
        "The deadline is over: the clock of this server decides.",
        "This code is not valid: it may be used up or expired.",
    ]
    assert client.post(address, sent | {"late_code": code}, **JSON).json()["is_late"] is True


def test_more_is_asked_and_answered(
    client_of: SignIn, submission: Submission, us_researcher: Researcher, korean_manager: User
) -> None:
    proposal, manager, team = submission.proposal, client_of(korean_manager), client_of(us_researcher)
    requests = url("proposal-requests", proposal)
    asked = {"text": "Which robots?", "answer_until": (timezone.now() + timedelta(days=3)).isoformat()}
    asked["receipt"] = str(submission.receipt)
    assert [manager.post(requests, asked, **JSON).status_code for _press in range(2)] == [201, 409]
    assert team.get(url("proposal-readiness", proposal)).json()["asked"]["text"] == "Which robots?"
    confirm_both(proposal)
    sent = {"digest": digest_of(proposal)}
    unanswered = team.post(url("proposal-submissions", proposal), {"digest": digest_of(proposal)}, **JSON)
    assert unanswered.json()["detail"] == "Write an answer to what was asked; it may be short."
    assert team.post(url("proposal-submissions", proposal), sent | {"answer": "Both arms."}, **JSON).status_code == 200
    (row,) = manager.get(requests).json()["results"]
    assert (row["answer"], row["asked_by"], row["answered_by"]) == (
        "Both arms.",
        korean_manager.email,
        by(us_researcher).email,
    )
    decide = url("proposal-decision", proposal)
    decided = [
        manager.post(decide, {"decision": one, "receipt": str(submission.receipt)}, **JSON)
        for one in ("advance", "decline", "decline")
    ]
    assert [(one.status_code, one.json().get("state", one.json().get("detail"))) for one in decided] == [
        (409, "There is no later stage in this call."),
        (200, "not_advanced"),
        (409, "Somebody else has decided already, or the team is still at work on it."),
    ]


def test_nothing_is_asked_or_decided_without_naming_what_was_read(
    client_of: SignIn, submission: Submission, us_researcher: Researcher, korean_manager: User
) -> None:
    proposal, manager = submission.proposal, client_of(korean_manager)
    asked = {"text": "Which?", "answer_until": (timezone.now() + timedelta(days=3)).isoformat()}
    bodies: list[tuple[str, dict[str, str]]] = [("requests", asked)]
    bodies += [("decision", {"decision": decision}) for decision in ("advance", "decline")]
    unnamed = [manager.post(url(f"proposal-{name}", proposal), body, **JSON) for name, body in bodies]
    needed = "Name the submission that you have read by its receipt, which “submissions” says."
    assert [(one.status_code, one.json()) for one in unnamed] == [(400, {"receipt": [needed]})] * 3
    answer(proposal, "aims", "US", "Aims that no manager has read.")
    confirm_both(proposal)
    newer = submit_read(proposal, by=by(us_researcher))
    sent = [(url(f"proposal-{name}", proposal), body | {"receipt": str(submission.receipt)}) for name, body in bodies]
    told = "Nothing was changed, because the team has submitted again since you read this: read submission 2 first."
    refused = [manager.post(address, body, **JSON) for address, body in sent]
    assert [(one.status_code, one.json()) for one in refused] == [(409, {"detail": told})] * 3
    assert (Proposal.objects.get().state, InformationRequest.objects.count()) == ("submitted", 0)
    address, body = sent[2]
    assert manager.post(address, body | {"receipt": str(newer.receipt)}, **JSON).json()["state"] == "not_advanced"


def test_withdrawn_and_taken_up_again(client_of: SignIn, submission: Submission, us_researcher: Researcher) -> None:
    client, address = client_of(us_researcher), url("proposal-withdrawal", submission.proposal)
    assert client.delete(address).status_code == 409
    withdrawn = [client.post(address, {"reason": "No time"}, **JSON) for _press in range(2)]
    assert [one.status_code for one in withdrawn] == [200, 409]
    assert withdrawn[1].json() == {"detail": "Only what was submitted can be withdrawn."}
    assert client.delete(address).json()["state"] == "draft"
    client.post(url("proposal-submissions", submission.proposal), {"digest": submission.digest}, **JSON)
    client.post(address, {}, **JSON)
    move_deadline(submission.proposal.call, -60)
    assert client.delete(address).json() == {"detail": "The deadline is over: the clock of this server decides."}


def test_one_submission_reads_as_it_was_and_what_changed(
    client_of: SignIn, submission: Submission, us_researcher: Researcher, korean_manager: User
) -> None:
    proposal = submission.proposal
    answer(proposal, "aims", "US", "We measure doubt on the floor.")
    confirm_both(proposal)
    submit_read(proposal, by=by(us_researcher))
    answer(proposal, "aims", "US", "Words that were never submitted")
    client = client_of(korean_manager)
    first = client.get(url("submission", proposal, submission.stage, 1)).json()
    assert (first["receipt"]["number"], first["content"]["title_ko"]) == (1, "사람과 로봇의 신뢰")
    assert [row.keys() for row in first["content"]["members"]] == [{"side", "name", "role", "organisation"}] * 2
    texts = {row["side"]: row["text"] for one in first["content"]["questions"] for row in one["answers"]}
    assert texts == {"KR": "현장에서 신뢰를 측정한다.", "US": "We measure trust on the floor."}
    changes = url("submission-changes", proposal, submission.stage, 2)
    found = client.get(changes).json()
    assert client.get(changes, {"since": 1}).json() == found
    assert [(part["side"], [(one["kind"], one["text"]) for one in part["changes"]]) for part in found["parts"]] == [
        ("US", [("kept", "We measure "), ("removed", "trust"), ("added", "doubt"), ("kept", " on the floor.")])
    ]
    odd = [client.get(changes, {"since": one}).status_code for one in ("0", "x", "\0", "9", "9" * 30)]
    assert odd == [400, 400, 400, 404, 400]
    unknown = [("white_paper", 3), ("nonsense", 1), ("white_paper", 10**30)]
    assert [client.get(url("submission", proposal, *one)).status_code for one in unknown] == [404] * 3


def test_lists_need_as_many_queries_for_one_as_for_three(
    client_of: SignIn,
    submission: Submission,
    us_researcher: Researcher,
    korean_manager: User,
    django_assert_num_queries: Any,
) -> None:
    proposal, client = submission.proposal, client_of(us_researcher)
    addresses = [url("proposal-submissions", proposal), url("proposal-requests", proposal)]
    client.get(addresses[0])
    for number in (1, 2, 3):
        if number > 1:
            answer(proposal, "aims", "US", f"Text {number}")
            confirm_both(proposal)
        asked = {"text": "?", "answer_until": timezone.now() + timedelta(days=1), "by": korean_manager}
        submit_read(proposal, by=by(us_researcher), answer="!")
        ask_information(proposal, read=read_of(proposal), **asked)
        for address in addresses:
            with django_assert_num_queries(6):
                assert client.get(address).json()["count"] == number
    assert InformationRequest.objects.count() == Submission.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_get_one_receipt(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    confirm_both(proposal)
    clients = [client_of(korean_researcher), client_of(us_researcher)]
    got: list[Any] = []

    def press(client: Client) -> None:
        try:
            got.append(client.post(url("proposal-submissions", proposal), {"digest": digest_of(proposal)}, **JSON))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.status_code for one in got] == [HTTPStatus.OK] * 2
    assert {one.json()["receipt"] for one in got} == {str(Submission.objects.get().receipt)}
    assert Proposal.objects.get().state == ProposalState.SUBMITTED
