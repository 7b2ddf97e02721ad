"""Bands of pairs: the same in a query as of a row, from the background that full runs leave, and from nothing that people answer."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from exchange.jobs.enums import JobState
from exchange.people.enums import Direction, ResourceKind, Side
from exchange.people.models import Organisation, Researcher, ResearcherResource
from exchange.people.services.consent import withdraw_consent
from matching.core.bands import BANDS, FEWEST, USUAL
from matching.enums import Band, Opinion, OpinionReason, RunKind, ScorePart
from matching.models import Background, Match, Pair, Policy, Run
from matching.selectors.bands import BandCuts, cuts_in_force
from matching.services import background
from matching.services.reactions import react
from tests.cast import make_researcher
from tests.matching.cast import Runner, make_project

pytestmark = pytest.mark.django_db
VALUES = [None, 0.0, 0.2, 0.25, 0.3, 0.31, 0.35, 0.36, 0.44, 0.45, 0.5, 0.7, 1.0]


@pytest.fixture
def run(db: None) -> Run:
    return Run.objects.create(kind=RunKind.FULL, state=JobState.DONE, weights={"topical": 1.0})


def stored(notable: float | None, rare: float | None) -> dict[str, Any]:
    return {part: {"notable": notable, "rare": rare, "pairs": 1000} for part in USUAL}


@pytest.fixture
def own_cuts(run: Run) -> BandCuts:
    Background.objects.create(run=run, of_people=stored(0.3, 0.7), of_projects=stored(0.25, None))
    return cuts_in_force()


@pytest.fixture
def rows(run: Run, korean_researcher: Researcher) -> list[Pair]:
    """Of both kinds, with all sorts of values."""
    chance, organisation = np.random.default_rng(7), Organisation.objects.get(country="KR")
    others = [make_researcher(f"r{number}@example.org", f"R {number}", organisation) for number in range(4)]
    pairs = [Pair(researcher=korean_researcher, project=make_project(f"P{number}")) for number in range(100)]
    pairs += [Pair(researcher=korean_researcher, partner=other) for other in others]
    pairs = Pair.objects.bulk_create(pairs)
    for pair in pairs[1:]:
        parts = {part: VALUES[chance.integers(len(VALUES))] for part in ScorePart.values}
        Match.objects.create(pair=pair, run=run, score=0.5, **parts)
    return pairs


def bands_by_query(cuts: BandCuts) -> dict[int, int | None]:
    return dict(Pair.objects.annotate(band=cuts.expression()).values_list("pk", "band"))


@pytest.mark.parametrize("with_background", [True, False])
def test_a_query_and_a_row_say_the_same(rows: list[Pair], run: Run, with_background: bool) -> None:
    if with_background:
        Background.objects.create(run=run, of_people=stored(0.3, 0.45), of_projects=stored(0.25, None))
    cuts = cuts_in_force()
    told = bands_by_query(cuts)
    pairs = Pair.objects.select_related("match").in_bulk()
    said = {pk: cuts.band_of(pair, getattr(pair, "match", None)) for pk, pair in pairs.items()}
    assert {pk: None if band is None else Band(BANDS[band]) for pk, band in told.items()} == said
    assert told[rows[0].pk] is None
    assert set(told.values()) == {None, 0, 1, 2}
    of_matches = dict(Match.objects.values_list("pair", cuts.expression(pair="pair__", match="")))
    assert of_matches == {pk: band for pk, band in told.items() if band is not None}


def test_each_kind_of_pair_has_cuts_of_its_own(own_cuts: BandCuts) -> None:
    parts = {"topical": 0.1, "give": 0.3, "take": 0.3, "topics": 0.8}
    assert [cuts.band(parts) for cuts in (own_cuts.people, own_cuts.projects)] == [1, 1]
    without = parts | {"topics": None}
    assert [cuts.band(without) for cuts in (own_cuts.people, own_cuts.projects)] == [0, 1]


def test_only_what_a_finished_run_left_is_in_force(own_cuts: BandCuts) -> None:
    under_way = Run.objects.create(kind=RunKind.FULL, state=JobState.RUNNING)
    Background.objects.create(run=under_way, of_people=stored(0.0, 0.0), of_projects=stored(0.0, 0.0))
    assert cuts_in_force() == own_cuts


def test_a_full_run_leaves_its_background_and_no_older_one(cast: None, match: Runner) -> None:
    first = match()
    kept = Background.objects.get()
    assert kept.run == first
    assert {part: row["pairs"] for part, row in kept.of_people.items()} == dict.fromkeys(USUAL, 0)
    second = match()
    match(RunKind.REFRESH)
    assert (first.model_tag, first.weights) == (second.model_tag, second.weights)
    assert set(Background.objects.values_list("run", flat=True)) == {first.pk, second.pk}
    match()
    assert Background.objects.count() == 2
    Background.objects.all().delete()
    third = match(RunKind.REFRESH)
    assert Background.objects.get().run == third


@pytest.mark.parametrize("kind", [RunKind.FULL, RunKind.REFRESH])
def test_what_has_no_weight_lifts_nobody(cast: None, match: Runner, kind: RunKind) -> None:
    match()
    assert cuts_in_force().people.rarities["give"] == USUAL["give"]
    Policy.objects.filter(in_force=True).update(weight_give=0)
    match(kind)
    cuts = cuts_in_force()
    assert cuts.people.rarities["give"].points(1.0) == cuts.projects.rarities["give"].points(1.0) == 0
    assert cuts.people.rarities["take"] == USUAL["take"]


def test_what_people_answer_moves_no_band(cast: None, match: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.core.bands.FEWEST", 1)
    match()
    before, told = Background.objects.get(), bands_by_query(cuts_in_force())
    pair = Pair.objects.filter(project__lead__isnull=False).get()
    react(pair, researcher=pair.researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.NO_TIME)
    assert bands_by_query(cuts_in_force()) == told
    match()
    after = Background.objects.latest("run__finished_at")
    assert (after.pk != before.pk, after.of_people, after.of_projects) == (True, before.of_people, before.of_projects)
    assert sum(row["pairs"] for row in after.of_projects.values()) > 0
    others = {pk: band for pk, band in bands_by_query(cuts_in_force()).items() if pk != pair.pk}
    assert others == {pk: band for pk, band in told.items() if pk != pair.pk}


def test_the_sample_is_small_the_same_and_spread() -> None:
    class Rows(list[int]):
        def values_list(self, *_: Any, **__: Any) -> list[int]:
            return self

    def drawn(ids: Iterable[int]) -> list[int]:
        return background._drawn(Rows(ids))  # type: ignore[arg-type]

    everybody = list(range(1, 3001))
    some = drawn(everybody)
    assert (len(some), drawn(reversed(everybody)), sorted(some)) == (background.MOST, some, some)
    assert 1200 < np.mean(some) < 1800
    assert len(set(drawn(pk for pk in everybody if pk != some[0])) & set(some)) == background.MOST - 1
    assert (drawn(everybody[:5]), drawn([])) == (everybody[:5], [])
    assert background.MOST**2 > FEWEST


def test_who_takes_no_part_is_not_in_the_sample(cast: None, match: Runner, us_researcher: Researcher) -> None:
    whom = {"model_tag": "words@1", "today": timezone.localdate()}
    match()
    assert us_researcher.pk in background.Sample.draw(**whom).american.ids
    withdraw_consent(us_researcher, country=Side.KR)
    sample = background.Sample.draw(**whom)
    assert (sample.american.ids, us_researcher.pk in sample.people.ids) == ([], False)
    assert [len(sample.korean), len(sample.projects)] == [1, 1]


def test_who_may_not_meet_is_no_random_pair(
    cast: None, match: Runner, us_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lead offers what the own project needs."""
    monkeypatch.setattr("matching.core.bands.FEWEST", 1)
    ResearcherResource.objects.create(
        researcher=us_researcher, direction=Direction.OFFER, kind=ResourceKind.FABRICATION, text="Fabrication of chips"
    )
    match()
    assert Background.objects.get().of_projects["give"]["pairs"] == 1
