"""Suggestions and the review queue over the API."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from exchange.http.paging import TalliedPagination
from exchange.http.tally import LongPaginator
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import Action, Opinion, PairState
from matching.models import Decision, Introduction, Pair, Reaction
from matching.services.decisions import shortlist_pairs
from matching.services.reactions import react

ClientOf = Callable[[User | Researcher], Client]

SUGGESTIONS, REVIEW, DECISIONS = reverse("api-suggestions"), reverse("api-review"), reverse("api-decisions")
JSON = "application/json"


def test_the_queue_is_read_to_its_end_though_not_counted(
    client_of: ClientOf, pair: Pair, korean_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(korean_manager)
    answers, address = [], f"{REVIEW}?state="
    monkeypatch.setattr(TalliedPagination, "page_size", 1)
    monkeypatch.setattr(LongPaginator, "most", 1)
    while address:
        answers.append(client.get(address).json())
        address = answers[-1]["next"]
    read = [row["public_id"] for answer in answers for row in answer["results"]]
    assert len(read) > 1
    assert sorted(read) == sorted(str(key) for key in Pair.objects.values_list("public_id", flat=True))
    assert {(answer["count"], answer["count_is_exact"]) for answer in answers} == {(1, False)}
    assert client.get(f"{REVIEW}?page={len(read) + 1}").status_code == HTTPStatus.NOT_FOUND


def reaction_address(pair: Pair) -> str:
    return reverse("api-reaction", args=[pair.public_id])


def test_a_researcher_reads_the_own_suggestions_and_reacts(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    (shown,) = [row for row in client.get(SUGGESTIONS).json()["results"] if row["public_id"] == str(pair.public_id)]
    assert shown["first"]["person"] == str(korean_researcher.public_id)
    assert (shown["second"]["title"], shown["second"]["person"]) == ("Trust between operators and robots", None)
    assert shown["score"] == pair.match.score
    answer = client.post(reaction_address(pair), {"opinion": Opinion.INTERESTED}, content_type=JSON)
    expected = {"researcher": str(korean_researcher.public_id), "opinion": "interested", "reason": "", "note": ""}
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, expected)


def test_a_party_is_not_told_what_the_other_one_said(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    react(pair, researcher=us_researcher, opinion=Opinion.INTERESTED, note="Very")

    def notes(person: User | Researcher, address: str) -> list[str]:
        rows = client_of(person).get(address).json()["results"]
        return [reaction["note"] for row in rows for reaction in row["reactions"]]

    assert notes(korean_manager, REVIEW) == ["Very"]
    assert notes(us_researcher, SUGGESTIONS) == ["Very"]
    assert notes(korean_researcher, SUGGESTIONS) == []


def test_a_withdrawn_consent_closes_suggestion_and_queue(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, us_manager: User
) -> None:
    def names(person: User | Researcher, address: str) -> int:
        return client_of(person).get(address).content.decode().count("Minji Han")

    assert (names(us_researcher, SUGGESTIONS), names(us_manager, REVIEW)) > (0, 0)
    withdraw_consent(korean_researcher, country=Side.US)
    assert (names(us_researcher, SUGGESTIONS), names(us_manager, REVIEW)) == (0, 0)
    decision = {"action": Action.SHORTLIST, "pairs": [str(pair.public_id)]}
    answer = client_of(us_manager).post(DECISIONS, decision, content_type=JSON)
    assert (answer.status_code, list(answer.json())) == (HTTPStatus.BAD_REQUEST, ["pairs"])
    assert Decision.objects.count() == 0


def test_not_for_me_needs_a_reason(client_of: ClientOf, pair: Pair) -> None:
    client = client_of(pair.researcher)
    answer = client.post(reaction_address(pair), {"opinion": Opinion.NOT_FOR_ME}, content_type=JSON)
    assert (answer.status_code, list(answer.json())) == (HTTPStatus.BAD_REQUEST, ["reason"])
    assert Reaction.objects.count() == 0


def test_only_those_concerned_react(client_of: ClientOf, pair: Pair, outsider: User, korean_manager: User) -> None:
    for person in (outsider, korean_manager):
        answer = client_of(person).post(reaction_address(pair), {"opinion": Opinion.INTERESTED}, content_type=JSON)
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert client_of(person).get(SUGGESTIONS).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(SUGGESTIONS).status_code == HTTPStatus.UNAUTHORIZED
    assert Client().post(reaction_address(pair)).status_code == HTTPStatus.UNAUTHORIZED
    assert Reaction.objects.count() == 0


def test_only_managers_see_the_queue_and_decide(client_of: ClientOf, pair: Pair, outsider: User) -> None:
    decision = {"action": Action.SHORTLIST, "pairs": [str(pair.public_id)]}
    refused = [(client_of(outsider), 403), (client_of(pair.researcher), 403), (Client(), 401)]
    for client, status in refused:
        assert client.get(REVIEW).status_code == status
        assert client.post(DECISIONS, decision, content_type=JSON).status_code == status
    assert Decision.objects.count() == 0


def test_a_manager_filters_and_decides_once(client_of: ClientOf, pair: Pair, korean_manager: User) -> None:
    client = client_of(korean_manager)
    decision = {"action": Action.DISMISS, "pairs": [str(pair.public_id)], "reason": "Known"}
    answer = client.post(DECISIONS, decision, content_type=JSON)
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, {"count": 1})
    dismissed = client.get(REVIEW, {"state": PairState.DISMISSED}).json()
    assert [row["public_id"] for row in dismissed["results"]] == [str(pair.public_id)]
    again = client.post(DECISIONS, decision, content_type=JSON)
    assert again.status_code == HTTPStatus.CONFLICT
    assert again.json() == {
        "detail": "Somebody else has decided on this already. Nothing was changed; look at it again."
    }
    assert Decision.objects.count() == 1


def test_introducing_several_is_all_or_nothing(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, award: Project, korean_manager: User
) -> None:
    unanswerable = Pair.objects.get(researcher=korean_researcher, project=award)
    chosen = [str(pair.public_id), str(unanswerable.public_id)]
    decision = {"action": Action.INTRODUCE, "pairs": chosen}
    answer = client_of(korean_manager).post(DECISIONS, decision, content_type=JSON)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert Introduction.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "field"), [({"action": "dismiss"}, "reason"), ({"action": "burn"}, "action"), ({"pairs": []}, "pairs")]
)
def test_bad_decisions_are_named_by_field(
    values: dict[str, object], field: str, client_of: ClientOf, pair: Pair, korean_manager: User
) -> None:
    decision = {"action": Action.SHORTLIST, "pairs": [str(pair.public_id)], **values}
    answer = client_of(korean_manager).post(DECISIONS, decision, content_type=JSON)
    assert (answer.status_code, list(answer.json())) == (HTTPStatus.BAD_REQUEST, [field])
    assert Decision.objects.count() == 0


def test_the_lists_filter_as_their_pages_do(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, korean_manager: User
) -> None:
    client, manager = client_of(korean_researcher), client_of(korean_manager)

    def found(reader: Client, name: str, **filters: str) -> list[str]:
        answer = reader.get(reverse(name), filters)
        assert answer.status_code == HTTPStatus.OK, answer.json()
        return [row["public_id"] for row in answer.json()["results"]]

    client.post(reverse("api-reaction", args=[pair.public_id]), {"opinion": "interested"})
    shortlist_pairs([pair], manager=korean_manager)
    assert found(client, "api-suggestions", reaction="interested", kind="projects") == [str(pair.public_id)]
    assert str(pair.public_id) not in found(client, "api-suggestions", reaction="unanswered")
    assert found(manager, "api-review", decided_by=str(korean_manager.pk)) == [str(pair.public_id)]
    assert str(pair.public_id) not in found(manager, "api-review", decided_by="nobody")
    for name, wrong in (("api-suggestions", {"reaction": "love"}), ("api-review", {"decided_by": "me"})):
        reader = client if name == "api-suggestions" else manager
        assert reader.get(reverse(name), wrong).status_code == HTTPStatus.BAD_REQUEST
