import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.core.bands import (
    BANDS,
    CLOSEST,
    DEFAULT,
    FEWEST,
    LIFTING,
    NEVER,
    NOTABLE_SHARE,
    POSSIBLE,
    RARE_SHARE,
    STRONG,
    TOPICAL,
    WEAK,
    Cuts,
    Rarity,
    rarity_among,
)

PARTS = ("topical", *LIFTING)
values = st.sampled_from([0.0, 0.2, 0.25, 0.3, 0.36, 0.4, 0.45, 0.5, 0.75, 1.0])
known_or_not = st.dictionaries(st.sampled_from(PARTS), st.none() | values)


@given(known_or_not, st.sampled_from(PARTS), values, values)
def test_more_of_a_known_part_never_lowers(parts: dict[str, float | None], part: str, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert DEFAULT.band(parts | {part: low}) <= DEFAULT.band(parts | {part: high})


@given(known_or_not, st.sampled_from(LIFTING), values)
def test_a_part_that_becomes_known_never_lowers(parts: dict[str, float | None], part: str, value: float) -> None:
    assert DEFAULT.band(parts | {part: None}) <= DEFAULT.band(parts | {part: value})


@given(known_or_not)
def test_an_unknown_part_counts_as_one_that_is_not_there(parts: dict[str, float | None]) -> None:
    there = {part: value for part, value in parts.items() if value is not None}
    assert DEFAULT.band(parts) == DEFAULT.band(there)


@given(known_or_not)
def test_the_other_parts_lift_by_one_band_at_most(parts: dict[str, float | None]) -> None:
    alone = DEFAULT.band({"topical": parts.get("topical")})
    assert alone <= DEFAULT.band(parts) <= min(alone + 1, STRONG)


def test_only_closeness_of_topic_makes_strong_by_itself() -> None:
    everything = dict.fromkeys(LIFTING, 1.0)
    assert DEFAULT.band({"topical": TOPICAL.strong}) == STRONG
    assert DEFAULT.band(everything) == DEFAULT.band({"topical": 0.0, **everything}) == POSSIBLE
    assert DEFAULT.band({}) == WEAK


def test_two_notable_parts_lift_as_a_rare_one_does_and_one_notable_does_not() -> None:
    notable, rare = 0.3, 0.4
    bands = [DEFAULT.band({"topical": 0.35, **found}) for found in ({"give": notable}, {"give": rare})]
    assert (bands, DEFAULT.band({"topical": 0.35, "give": notable, "take": notable})) == ([POSSIBLE, STRONG], STRONG)


def test_what_never_counts_never_lifts() -> None:
    cuts = Cuts(TOPICAL, dict.fromkeys(LIFTING, NEVER))
    assert cuts.band(dict.fromkeys(PARTS, 1.0) | {"topical": 0.3}) == POSSIBLE


random_pairs = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, math.nan]), min_size=1, max_size=60)


@given(random_pairs)
def test_no_more_than_the_stated_share_of_random_pairs_is_above(some: list[float]) -> None:
    drawn = np.array(some * math.ceil(FEWEST / len(some)))
    known = drawn[~np.isnan(drawn)]
    rarity = rarity_among(drawn, otherwise=NEVER)
    if len(known) < FEWEST:
        assert rarity == NEVER
    else:
        assert (rarity.pairs, rarity.notable <= rarity.rare) == (len(known), True)
        assert (known > rarity.notable).mean() <= NOTABLE_SHARE
        assert (known > rarity.rare).mean() <= RARE_SHARE


def test_where_few_pairs_are_known_the_usual_holds() -> None:
    usual = Rarity(0.2, 0.3)
    assert rarity_among([0.9] * (FEWEST - 1) + [math.nan], otherwise=usual) == usual
    assert rarity_among([0.9] * FEWEST, otherwise=usual) == Rarity(0.9, 0.9, FEWEST)


@pytest.mark.parametrize("steps", [TOPICAL, CLOSEST])
def test_steps_begin_at_their_value(steps: object) -> None:
    assert isinstance(steps, type(TOPICAL))
    before = math.nextafter(steps.strong, 0)
    assert [steps.band(value) for value in (0, steps.possible, before, steps.strong)] == [0, 1, 1, 2]
    assert BANDS[steps.band(1.0)] == "strong"
