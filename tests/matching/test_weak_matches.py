"""Weak matches are folded away: found where somebody looks for them, counted and mailed nowhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.messaging.selectors.worklist import Reader
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from matching.enums import Action, Band, Opinion, OpinionReason, PairState
from matching.models import Match, Pair
from matching.selectors import nearest
from matching.selectors.panels import best_suggestions, manager_panel
from matching.selectors.worklist import waiting_pairs
from matching.services.decisions import decide_pairs
from matching.services.personal_data import MatchingHolder
from matching.services.reactions import react

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def weak(pair: Pair, korean_researcher: Researcher) -> Pair:
    """With the award; all else fits."""
    Match.objects.update(topical=0.5)
    found = Pair.objects.get(researcher=korean_researcher, project__isnull=False, project__lead=None)
    Match.objects.filter(pair=found).update(topical=0.1)
    return found


def pairs_on(client: Client, **query: str) -> list[Pair]:
    return [view.pair for view in client.get(reverse("suggestion-list"), query).context["suggestions"]]


def test_a_page_shows_how_many_and_opens_them(client_of: ClientOf, weak: Pair, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    page = client.get(reverse("suggestion-list"), {"page": "1"})
    assert weak not in pairs_on(client)
    assert page.context["page"].paginator.count == 1
    assert "1 weaker one\n" in page.content.decode()
    assert page.content.decode().count('hx-get="?weaker=on"') == 1
    assert pairs_on(client, weaker="on") == [weak]
    Match.objects.filter(pair=weak).update(topical=0.3)
    assert weak in pairs_on(client)
    assert "weaker one" not in client.get(reverse("suggestion-list")).content.decode()


def test_who_fits_weakly_alone_is_no_reason_to_say_that_nothing_was_found(
    client_of: ClientOf, weak: Pair, korean_researcher: Researcher
) -> None:
    Match.objects.update(topical=0.1, give=None)
    client = client_of(korean_researcher)
    page = client.get(reverse("suggestion-list"))
    assert ("why" in page.context, page.context["weaker"]) == (False, 2)
    assert "Nothing fits you well now." in page.content.decode()
    best = best_suggestions(korean_researcher)
    assert (best.views, best.weaker) == ([], 2)
    assert "Look at the weaker ones" in client.get(reverse("home")).content.decode()


def test_what_was_answered_is_found_again_whatever_its_band(
    client_of: ClientOf, weak: Pair, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    react(weak, researcher=korean_researcher, opinion=Opinion.INTERESTED)
    assert pairs_on(client, reaction="interested") == [weak]
    react(weak, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.OTHER, note="No")
    assert pairs_on(client, reaction="not_for_me") == [weak]


def test_weak_ways_of_somebody_who_fits_stand_among_the_reasons(
    client_of: ClientOf, pair: Pair, weak: Pair, korean_researcher: Researcher
) -> None:
    Match.objects.filter(pair__partner__isnull=False).update(topical=0.1)
    page = client_of(korean_researcher).get(reverse("suggestion-list"))
    [view] = page.context["suggestions"]
    assert [way.pair for way in view.ways] == [pair]
    assert [way.pair.partner_id is not None for way in view.weaker_ways] == [True]
    shown = page.content.decode()
    assert shown.index('<details class="why">') < shown.index("With you\n")


def test_the_api_tells_every_band_and_gives_one_on_request(
    client_of: ClientOf, pair: Pair, weak: Pair, korean_researcher: Researcher, korean_manager: User
) -> None:
    client, manager = client_of(korean_researcher), client_of(korean_manager)

    def told(client: Client, name: str, **query: str) -> list[tuple[str, str]]:
        rows = client.get(reverse(name), query).json()["results"]
        return [(row["public_id"], row["band"]) for row in rows]

    every = told(client, "api-suggestions")
    assert [band for _pair, band in every] == ["strong", "weak"]
    assert every[1] in told(client, "api-suggestions", band="weak") == [(str(weak.public_id), "weak")]
    assert (str(weak.public_id), "weak") in told(manager, "api-review")
    assert told(manager, "api-review", band="weak") == [(str(weak.public_id), "weak")]
    assert {band for _pair, band in told(manager, "api-review", band="close")} == {"strong"}
    assert client.get(reverse("api-suggestions"), {"band": "good"}).status_code == 400


def test_managers_are_told_of_no_weak_pair_until_one_takes_it_up(
    client_of: ClientOf, weak: Pair, korean_manager: User
) -> None:
    client, pairs = client_of(korean_manager), Pair.objects.count()

    def listed(**query: str) -> list[Pair]:
        return [view.pair for view in client.get(reverse("review"), query).context["views"]]

    [item] = waiting_pairs(Reader(korean_manager))
    assert item.title == f"{pairs - 1} suggested pairs"
    assert manager_panel(korean_manager).suggested.number == pairs - 1
    assert (weak in listed(), len(listed())) == (False, pairs - 1)
    assert (listed(band="weak"), len(listed(band=""))) == ([weak], pairs)
    assert (len(listed(band="strong")), listed(band="possible")) == (pairs - 1, [])
    decide_pairs([weak], manager=korean_manager, action=Action.SHORTLIST)
    assert weak in listed()
    Match.objects.filter(pair=weak).delete()
    Pair.objects.filter(pk=weak.pk).update(state=PairState.SUGGESTED)
    assert weak in listed()


def test_a_dismissal_lowers_nobodys_band(
    client_of: ClientOf,
    weak: Pair,
    pair: Pair,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_manager: User,
) -> None:
    def bands(person: User | Researcher, name: str) -> dict[str, str]:
        rows = client_of(person).get(reverse(name)).json()["results"]
        return {row["public_id"]: row["band"] for row in rows if row["public_id"] != str(pair.public_id)}

    readers: tuple[tuple[Any, str], ...] = ((us_researcher, "api-suggestions"), (korean_manager, "api-review"))
    before = [bands(*reader) for reader in readers]
    react(pair, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.OFF_TOPIC)
    after = [bands(*reader) for reader in readers]
    assert all(after[place].get(key, band) == band for place in (0, 1) for key, band in before[place].items())
    assert set(after[0].values()) == {"strong"}


def test_one_takes_the_bands_along(weak: Pair, korean_researcher: Researcher) -> None:
    assert korean_researcher.user is not None
    kept = MatchingHolder().export(korean_researcher.user)["suggestions"]
    assert {row["pair"]: row["band"] for row in kept}[str(weak.public_id)] == Band.WEAK
    assert {row["band"] for row in kept} == {"strong", "weak"}


def test_partners_who_fit_weakly_are_folded_away(
    client_of: ClientOf, weak: Pair, call: Call, korean_researcher: Researcher
) -> None:
    client, address = client_of(korean_researcher), reverse("call-partners", args=[call.public_id])
    assert "Strong match" in client.get(address).content.decode()
    Match.objects.update(topical=0.1, give=None)
    page = client.get(address)
    assert (len(page.context["page"].object_list), page.context["weaker"]) == (0, 1)
    assert "1 weaker one" in page.content.decode()
    opened = client.get(address, {"weaker": "on"})
    assert [fit.view.band for fit in opened.context["page"].object_list] == [Band.WEAK]
    answer = client.get(reverse("api-call-partners", args=[call.public_id])).json()["results"]
    assert [row["band_to_me"] for row in answer] == ["weak"]


def test_what_a_search_hardly_finds_is_folded_away(weak: Pair) -> None:
    passage = weak.match.evidence.all()[0].other
    hits = [nearest.Hit(passage, value) for value in (0.45, 0.3, 0.29)]
    assert [hit.band for hit in hits] == [Band.STRONG, Band.POSSIBLE, Band.WEAK]


def test_administrators_read_bands_and_filter_by_them(client_of: ClientOf, weak: Pair, staff: User) -> None:
    address = reverse("admin:matching_match_changelist")
    client = client_of(staff)
    page = client.get(address).content.decode()
    assert [page.count(f">{label}</") > 0 for label in ("Strong match", "Weak match")] == [True, True]
    rows = client.get(address, {"band": "weak"}).context["cl"].queryset
    assert [match.pair for match in rows] == [weak]
    assert client.get(address, {"band": "good"}).context["cl"].queryset.count() == Match.objects.count()
