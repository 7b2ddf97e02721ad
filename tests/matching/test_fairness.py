"""Nobody gains by saying the same in two languages, and a run says how its suggestions are spread."""

import pytest

from exchange.people.models import Researcher
from matching.models import Match, Run
from tests.matching.cast import Runner

pytestmark = pytest.mark.django_db


def results() -> list[tuple[object, ...]]:
    fields = ("pair", "score", "topical", "give", "take", "rank_for_researcher", "rank_for_other")
    return list(Match.objects.order_by("pair").values_list(*fields))


def test_a_bilingual_person_is_not_favoured_twice(cast: None, match: Runner, korean_researcher: Researcher) -> None:
    """The words of the test's encoder in another order are another text with the same vector."""
    Researcher.objects.filter(pk=korean_researcher.pk).update(statement_ko="")
    match()
    alone = results()
    words = korean_researcher.statement_en.rstrip(".").split()
    Researcher.objects.filter(pk=korean_researcher.pk).update(statement_ko=" ".join(reversed(words)))
    match()
    assert results() == alone


def test_nothing_is_said_of_a_group_of_a_few(cast: None, match: Runner) -> None:
    run: Run = match()
    assert run.report["exposure"] == {"language": {}, "side": {}, "career_stage": {}}


def test_the_report_tells_how_suggestions_are_spread(
    cast: None,
    match: Runner,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("matching.services.reports.LEAST_PEOPLE", 1)
    run: Run = match()
    exposure = run.report["exposure"]
    assert {name: set(groups) for name, groups in exposure.items()} == {
        "language": {"both", "en"},
        "side": {"KR", "US"},
        "career_stage": {"established"},
    }
    korean = exposure["side"]["KR"]
    shown = Match.objects.filter(pair__researcher=korean_researcher) | Match.objects.filter(
        pair__partner=korean_researcher
    )
    assert exposure["language"]["both"] == korean
    assert (korean["people"], korean["shown"]) == (1, shown.count()) == (1, 3)
    assert korean["affinity"] == pytest.approx(sum(row.topical or 0 for row in shown) / 3, abs=1e-4)
    places = [
        row.rank_for_other if row.pair.researcher_id == korean_researcher.pk else row.rank_for_researcher
        for row in shown.select_related("pair")
    ]
    assert korean["rank"] == pytest.approx(sum(place or 0 for place in places) / len(places))
