"""The managers' list, exports and messages over the API: the pages' services behind another door."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from exchange.jobs import services as jobs
from exchange.office.models import Export, MessageBatch
from exchange.office.services.export import write_export
from exchange.people.models import Researcher, User
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Proposal
from exchange.proposals.services.figures import count_changed
from exchange.proposals.services.proposals import create_proposal
from tests.proposals.cast import TEXTS

pytestmark = pytest.mark.django_db

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture(autouse=True)
def _no_workers(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: None)


@pytest.fixture
def address(proposal: Proposal) -> str:
    return f"/api/v1/calls/{proposal.call.public_id}/proposals"


def test_the_list_is_filtered_and_holds_no_word_of_a_draft(
    address: str, proposal: Proposal, us_researcher: Researcher, korean_manager: User, client_of: SignIn
) -> None:
    create_proposal(proposal.call, researcher=us_researcher, title_en="A secret idea")
    Proposal.objects.filter(pk=proposal.pk).update(submitted_at=timezone.now(), state=ProposalState.SUBMITTED)
    count_changed()
    client = client_of(korean_manager)
    everything = client.get(address)
    assert (everything.json()["count"], "secret" in everything.content.decode()) == (2, False)
    (found,) = client.get(f"{address}?state=submitted&filled=all").json()["results"]
    assert (found["number"], found["figures"]["percent"], found["sides"]) == (proposal.pk, 100, ["KR", "US"])
    assert client.get(f"{address}?state=nonsense").status_code == 400


def test_the_list_counts_its_queries(
    address: str,
    proposal: Proposal,
    us_researcher: Researcher,
    korean_manager: User,
    client_of: SignIn,
    django_assert_num_queries: Any,
) -> None:
    count_changed()
    client = client_of(korean_manager)
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    for _number in range(2):
        create_proposal(proposal.call, researcher=us_researcher)
    count_changed()
    with django_assert_num_queries(5):
        client.get(address)


def test_an_export_is_asked_for_watched_fetched_and_cancelled(
    address: str, korean_manager: User, client_of: SignIn
) -> None:
    client = client_of(korean_manager)
    asked = client.post(f"{address}/exports", {"format": "csv", "state": "draft"}, content_type="application/json")
    assert (asked.status_code, asked.json()["state"], asked.json()["file"]) == (202, "queued", None)
    export = Export.objects.get()
    one = f"/api/v1/exports/{export.public_id}"
    assert client.get(f"{one}/file").status_code == 404
    write_export(export.pk)
    ready = client.get(one).json()
    assert (ready["done"], ready["query"], ready["file"]) == (1, "state=draft", f"http://testserver{one}/file")
    fetched = client.get(f"{one}/file")
    assert b"".join(fetched.streaming_content).startswith(b"\xef\xbb\xbfNo.,Stage")  # type: ignore[arg-type, attr-defined]
    assert client.delete(one).status_code == 409
    again = client.post(f"{address}/exports", {"format": "xlsx"}, content_type="application/json").json()
    assert client.delete(f"/api/v1/exports/{again['public_id']}").status_code == 204
    assert [row["state"] for row in client.get(f"{address}/exports").json()["results"]] == ["cancelled", "done"]


def test_a_message_is_written_reviewed_and_sent_once(address: str, korean_manager: User, client_of: SignIn) -> None:
    client, json = client_of(korean_manager), {"content_type": "application/json"}
    refused = client.post(f"{address}/messages", {**TEXTS, "body_en": "{nobody}"}, **json)
    assert (refused.status_code, refused.json()) == (
        400,
        {"body_en": ["Line 1: {nobody} is not a placeholder."]},
    )
    made = client.post(f"{address}/messages", {**TEXTS, "listing": {"state": "draft"}}, **json)
    assert (made.status_code, made.json()["reach"]["people"], made.json()["query"]) == (201, 2, "state=draft")
    one = f"/api/v1/team-messages/{MessageBatch.objects.get().public_id}"
    actions = [
        client.post(one, {"action": action, "revision": 1}, **json).status_code
        for action in ("send", "review", "send", "send", "cancel")
    ]
    assert actions == [409, 200, 200, 409, 409]
    assert [row["state"] for row in client.get(f"{address}/messages").json()["results"]] == ["queued"]


def test_a_message_is_changed_as_it_was_read_until_it_is_sent(
    address: str, proposal: Proposal, korean_manager: User, client_of: SignIn
) -> None:
    client, json = client_of(korean_manager), {"content_type": "application/json"}
    client.post(f"{address}/messages", {**TEXTS, "listing": {"state": "draft"}}, **json)
    batch = MessageBatch.objects.get()
    one = f"/api/v1/team-messages/{batch.public_id}"
    client.post(one, {"action": "review", "revision": 1}, **json)
    new = {**TEXTS, "audience": "team", "subject_en": "{title}: two words", "revision": 1}
    changed = client.put(one, new, **json)
    assert changed.status_code == 200
    told = {name: changed.json()[name] for name in ("state", "revision", "audience", "subject_en", "reviewed_at")}
    assert told == {
        "state": "draft",
        "revision": 2,
        "audience": "team",
        "subject_en": "{title}: two words",
        "reviewed_at": None,
    }
    stale = client.put(one, new, **json)
    read_again = "Someone else has changed or sent this message in the meantime. Please read it again."
    assert (stale.status_code, stale.json()) == (409, {"detail": read_again})
    wrong: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
        ({"body_en": "{nobody}"}, {"body_en": ["Line 1: {nobody} is not a placeholder."]}),
        ({"audience": "strangers"}, {"audience": ["Choose who gets it."]}),
        ({"listing": {"state": ""}}, {"listing": ["There is no such field."]}),
        ({"revision": None}, {"revision": ["This field may not be null."]}),
    ]
    refused = [client.put(one, new | {"revision": 2} | change, **json) for change, _objections in wrong]
    assert [(one.status_code, one.json()) for one in refused] == [(400, objections) for _change, objections in wrong]
    unnamed = client.put(one, TEXTS, **json)
    assert (unnamed.status_code, unnamed.json()) == (400, {"revision": ["This field is required."]})
    Proposal.objects.update(state=ProposalState.WITHDRAWN)
    nobody = client.put(one, new | {"revision": 2}, **json)
    assert (nobody.status_code, list(nobody.json())) == (400, ["non_field_errors"])
    Proposal.objects.update(state=ProposalState.DRAFT)
    for act in ("review", "send"):
        assert client.post(one, {"action": act, "revision": 2}, **json).status_code == 200
    assert client.put(one, new | {"revision": 2}, **json).status_code == 409
    batch.refresh_from_db()
    assert (batch.state, batch.revision, batch.subject_en) == ("queued", 2, "{title}: two words")


def test_strangers_find_nothing(
    address: str,
    proposal: Proposal,
    us_manager: User,
    korean_researcher: Researcher,
    korean_manager: User,
    client_of: SignIn,
) -> None:
    made = client_of(korean_manager)
    made.post(f"{address}/exports", {"format": "csv"}, content_type="application/json")
    made.post(f"{address}/messages", TEXTS, content_type="application/json")
    export, batch = Export.objects.get(), MessageBatch.objects.get()
    addresses = [
        address,
        f"{address}/exports",
        f"{address}/messages",
        f"/api/v1/exports/{export.public_id}",
        f"/api/v1/exports/{export.public_id}/file",
        f"/api/v1/team-messages/{batch.public_id}",
    ]
    for person in (us_manager, korean_researcher):
        assert [client_of(person).get(one).status_code for one in addresses] == [404] * 6
    assert [Client().get(one).status_code for one in addresses] == [401] * 6


@pytest.mark.parametrize(
    "wrong", [{"query": "state=draft"}, {"listing": {"stat": "draft"}}, {"listing": {"state": "nope"}}]
)
def test_a_filter_that_is_not_heard_is_refused_and_widens_nothing(
    address: str, korean_manager: User, client_of: SignIn, wrong: dict[str, Any]
) -> None:
    client = client_of(korean_manager)
    sent = client.post(f"{address}/messages", {**TEXTS, **wrong}, content_type="application/json")
    assert (sent.status_code, list(sent.json()), MessageBatch.objects.count()) == (400, list(wrong), 0)
    flat = wrong.get("listing", wrong)
    asked = client.post(f"{address}/exports", {"format": "csv", **flat}, content_type="application/json")
    assert (asked.status_code, list(asked.json()), Export.objects.count()) == (400, list(flat), 0)
