"""*Suggested for me* in the browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.people.disclosure import Viewer
from exchange.people.enums import Side
from exchange.people.models import Researcher, Topic, User
from exchange.people.services.consent import withdraw_consent
from exchange.programmes.models import Call
from exchange.projects.models import Project
from matching.enums import Band, Opinion, OpinionReason
from matching.models import Match, Pair, Reaction, Run
from matching.selectors.pairs import present, with_details
from matching.selectors.panels import best_suggestions
from matching.selectors.suggestions import Emptiness, People
from matching.services.reactions import react
from tests.cast import make_researcher
from tests.matching.cast import Runner

ClientOf = Callable[[User | Researcher], Client]


def test_only_those_concerned_see_a_suggestion(client_of: ClientOf, pair: Pair, outsider: User) -> None:
    address = reverse("suggestion-detail", args=[pair.public_id])
    assert client_of(pair.researcher).get(address).status_code == HTTPStatus.OK
    assert client_of(outsider).get(address).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(address).status_code == HTTPStatus.FOUND


def test_a_party_is_not_told_what_the_other_one_said(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    react(pair, researcher=us_researcher, opinion=Opinion.INTERESTED)

    def own_reactions(person: Researcher) -> list[Reaction]:
        views = client_of(person).get(reverse("suggestion-list")).context["suggestions"]
        return [row for view in views for row in view.reactions]

    assert [row.researcher for row in own_reactions(us_researcher)] == [us_researcher]
    assert own_reactions(korean_researcher) == []


def test_not_for_me_needs_a_reason_and_keeps_the_note(client_of: ClientOf, pair: Pair) -> None:
    address = reverse("suggestion-react", args=[pair.public_id])
    client = client_of(pair.researcher)
    refused = client.post(address, {"opinion": Opinion.NOT_FOR_ME, "note": "We met in May"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.content.decode().count('value="We met in May"') == 1
    assert Reaction.objects.count() == 0
    client.post(address, {"opinion": Opinion.NOT_FOR_ME, "reason": OpinionReason.ALREADY_KNOWN})
    assert list(Reaction.objects.values_list("opinion", "reason")) == [("not_for_me", "already_known")]


def test_an_answer_by_htmx_changes_in_place_and_can_be_taken_back(client_of: ClientOf, pair: Pair) -> None:
    client, htmx = client_of(pair.researcher), {"HX-Request": "true"}
    react_address = reverse("suggestion-react", args=[pair.public_id])
    refused = client.post(react_address, {"opinion": Opinion.NOT_FOR_ME, "note": "We met"}, headers=htmx)
    assert (refused.status_code, refused.content.decode().count('value="We met"')) == (422, 1)
    shown = client.post(react_address, {"opinion": Opinion.INTERESTED}, headers=htmx).content.decode()
    assert (shown.count("<html"), shown.count("suggestion-undo"), shown.count("/undo/")) == (0, 0, 2)
    client.post(reverse("suggestion-undo", args=[pair.public_id]), headers=htmx)
    assert Reaction.objects.count() == 0
    plain = client.post(f"{react_address}?reaction=unanswered", {"opinion": Opinion.INTERESTED})
    assert plain.headers["Location"] == f"{reverse('suggestion-list')}?reaction=unanswered"


def test_filters(client_of: ClientOf, pair: Pair, korean_researcher: Researcher, match: Runner) -> None:
    client = client_of(korean_researcher)

    def found(**filters: str) -> list[Pair]:
        views = client.get(reverse("suggestion-list"), filters).context["suggestions"]
        return [view.pair for view in views]

    every = found()  # the US researcher, who stands once with their project, and the award
    assert (len(every), len(found(kind="projects")), len(found(kind="people"))) == (2, 2, 1)
    react(pair, researcher=korean_researcher, opinion=Opinion.INTERESTED)
    assert (found(reaction="interested"), len(found(reaction="unanswered"))) == ([pair], len(every))
    react(pair, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.NO_TIME)
    match()
    # No run suggests it any more, and it still can be taken back.
    assert (found(reaction="not_for_me"), len(found())) == ([pair], len(every))
    topic = Topic.objects.create(openalex_id="T1", name="Trust", subfield="HCI", field="CS", domain="P")
    korean_researcher.topics.add(topic)
    assert found(topic="trust") == []
    pair.project.topics.add(topic)
    assert found(topic="trust", reaction="not_for_me") == [pair]


def test_a_person_stands_once_with_the_ways_in_which_they_fit(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, award: Project
) -> None:
    client, address = client_of(korean_researcher), reverse("suggestion-list")
    with_me = Pair.objects.get(researcher__in=[korean_researcher, us_researcher], partner__isnull=False)
    with_award = Pair.objects.get(researcher=korean_researcher, project=award)
    Match.objects.update(topical=0.5)
    Pair.objects.filter(pk=pair.pk).update(score=0.9)
    Pair.objects.filter(pk=with_award.pk).update(score=0.8)
    Pair.objects.filter(pk=with_me.pk).update(score=0.1)
    page = client.get(address)
    assert [(view.pair, [other.pair for other in view.also]) for view in page.context["suggestions"]] == [
        (pair, [with_me]),
        (with_award, []),
    ]
    assert page.context["page"].paginator.count == 2
    shown = page.content.decode()
    assert [shown.count(way) for way in ("With you\n", "Their project “Trust between")] == [1, 1]
    assert re.findall(r"<h2>.*?<bdi[^>]*>(.*?)</bdi>", shown, re.DOTALL) == ["Alex Rivers", "Factory robots and people"]
    answer = client.get(reverse("api-suggestions")).json()
    assert (answer["count"], [row["public_id"] for row in answer["results"]]) == (
        2,
        [str(pair.public_id), str(with_award.public_id)],
    )
    assert [[row["public_id"] for row in one["also"]] for one in answer["results"]] == [[str(with_me.public_id)], []]
    assert [view.pair for view in best_suggestions(korean_researcher).views] == [pair, with_award]
    Pair.objects.filter(pk=with_me.pk).update(score=0.95)
    assert [view.pair for view in client.get(address).context["suggestions"]] == [with_me, with_award]


def test_a_better_band_goes_before_a_higher_score(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, award: Project
) -> None:
    with_award = Pair.objects.get(researcher=korean_researcher, project=award)
    Match.objects.update(topical=0.4, give=None)
    Match.objects.filter(pair=with_award).update(topical=0.5)
    Pair.objects.filter(pk=with_award.pk).update(score=0.01)
    found = client_of(korean_researcher).get(reverse("suggestion-list")).context["suggestions"]
    assert [(view.pair == with_award, view.band) for view in found] == [(True, Band.STRONG), (False, Band.POSSIBLE)]


def test_my_own_texts_are_mine_and_theirs_are_theirs(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, us_manager: User
) -> None:
    address = reverse("suggestion-detail", args=[pair.public_id])
    mine, theirs, managers = (
        client_of(reader).get(url).content.decode()
        for reader, url in (
            (korean_researcher, address),
            (us_researcher, address),
            (us_manager, reverse("review-detail", args=[pair.public_id])),
        )
    )
    owners = [
        {
            re.sub(r" \(.*", "", owner)
            for owner in re.findall(r'<p class="meta">\s*(?:<bdi[^>]*>)?([^<]*?)(?:</bdi>)?\s*·', page)
        }
        for page in (mine, theirs, managers)
    ]
    assert {"You", "Trust between operators and robots"} <= owners[0]
    assert {"Your project “Trust between operators and robots”", "Minji Han"} <= owners[1]
    assert {"Minji Han", "Trust between operators and robots"} <= owners[2]
    assert "You" not in owners[2]


def test_who_looks_at_a_pair_of_two_others_is_neither_of_them(pair: Pair, korean_researcher: Researcher) -> None:
    other = make_researcher("bora@example.org", "Bora Kim", korean_researcher.organisation)
    view = present(with_details(Pair.objects.filter(pk=pair.pk)), Viewer.of_researcher(korean_researcher), own=other)[0]
    assert (view.first.is_own, view.second.is_own) == (False, False)


def test_of_ones_own_project_the_other_one_is_a_person(
    client_of: ClientOf, pair: Pair, us_researcher: Researcher
) -> None:
    client = client_of(us_researcher)
    people = client.get(reverse("suggestion-list"), {"kind": "people"}).context["suggestions"]
    projects = client.get(reverse("suggestion-list"), {"kind": "projects"}).context["suggestions"]
    assert (pair in [view.pair for view in people], pair in [view.pair for view in projects]) == (True, False)
    assert all(view.second.project for view in projects)


def test_an_empty_page_says_what_helps(
    client_of: ClientOf, korean_researcher: Researcher, outsider: User, match: Runner
) -> None:
    def why(person: User | Researcher, **filters: str) -> str:
        return str(client_of(person).get(reverse("suggestion-list"), filters).context["why"])

    assert why(outsider) == Emptiness.NO_PROFILE
    assert why(korean_researcher) == Emptiness.READING
    assert why(korean_researcher, kind="people") == Emptiness.FILTERED
    withdraw_consent(korean_researcher, country=Side.US)
    assert why(korean_researcher) == Emptiness.NO_CONSENT
    Researcher.objects.filter(pk=korean_researcher.pk).update(is_listed=False)
    assert why(korean_researcher) == Emptiness.UNLISTED


def test_a_profile_that_was_read_and_met_nobody_is_told_so(
    client_of: ClientOf, korean_researcher: Researcher, match: Runner
) -> None:
    match()
    later = timezone.now() + timedelta(minutes=5)
    Run.objects.update(started_at=later, finished_at=later)
    shown = client_of(korean_researcher).get(reverse("suggestion-list"))
    assert shown.context["why"] == Emptiness.NOTHING_FOUND


@pytest.mark.parametrize(
    ("view", "read"),
    [
        ("suggestion-list", "suggestions.people_suggested"),
        ("calls-for-me", "calls.calls_for"),
        ("call-partners", "calls.partners_for"),
    ],
)
def test_who_is_read_by_a_run_that_publishes_during_the_request_is_asked_to_look_again(
    client_of: ClientOf,
    cast: None,
    korean_researcher: Researcher,
    call: Call,
    match: Runner,
    monkeypatch: pytest.MonkeyPatch,
    view: str,
    read: str,
) -> None:
    def read_and_publish(*_: object) -> object:
        match()
        Run.objects.update(started_at=timezone.now() + timedelta(minutes=5))
        return People.nobody() if view == "suggestion-list" else []

    monkeypatch.setattr(f"matching.views.{read}", read_and_publish)
    address = reverse(view, args=[call.public_id] if view == "call-partners" else [])
    first, second = (client_of(korean_researcher).get(address).context["why"] for _ in range(2))
    assert (first, second) == (Emptiness.READING, Emptiness.NOTHING_FOUND)
