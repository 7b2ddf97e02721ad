import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core.scoring import PARTS, ScoreWeights, combine, meet_needs, parts_of, topics_part
from matching.core.subjects import Passages, Subjects, Topics
from tests.matching.core.subjects import brute_parts, invent

UNKNOWN = float("nan")


def equal_counts(subjects: Subjects) -> Subjects:
    """Only who has two topical passages: the quick way of pooling."""
    return subjects.take(np.flatnonzero(subjects.topical.counts == 2))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), quick=st.booleans())
def test_parts_are_those_of_brute_force(seed: int, quick: bool) -> None:
    rng = np.random.default_rng(seed)
    people, others = invent(rng, 20), invent(rng, 6)
    people = equal_counts(people) if quick else people
    for name, found in zip(PARTS, parts_of(people, others), strict=True):
        expected = [[brute_parts(people, others, p, o)[name] for o in range(6)] for p in range(len(people))]
        table = np.full((len(people), 6), np.nan) if found is None else found
        np.testing.assert_allclose(table, np.array(expected).reshape(-1, 6), atol=1e-5)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    parts=st.lists(st.one_of(st.just(UNKNOWN), st.floats(0, 1, width=32)), min_size=4, max_size=4),
    weights=st.lists(st.floats(0.01, 10), min_size=4, max_size=4),
)
def test_a_score_lies_among_its_known_parts(parts: list[float], weights: list[float]) -> None:
    found = combine([np.array([part], np.float32) for part in parts], ScoreWeights(*weights))
    assert found is not None
    known = [part for part in parts if not math.isnan(part)]
    if known:
        assert min(known) - 1e-5 <= found[0] <= max(known) + 1e-5
    else:
        assert math.isnan(found[0])


def test_nothing_is_known_of_anybody() -> None:
    assert combine([None, None, None, None], ScoreWeights()) is None


def test_a_need_is_met_half_by_another_kind() -> None:
    text = np.eye(2, dtype=np.float32)
    offers = Passages.grouped([0, 1], text[[0, 0]], count=3, kinds=[1, 2])
    needs = Passages.grouped([0, 0], text, count=2, kinds=[1, 1])
    found = meet_needs(offers, needs)
    assert found is not None
    np.testing.assert_array_equal(found, [[0.5, UNKNOWN], [0.25, UNKNOWN], [UNKNOWN, UNKNOWN]])


def test_near_topics_count_in_part() -> None:
    mine = Topics.grouped([0, 1, 2, 3], [1, 2, 3, 4], [10, 10, 11, 12], [20, 20, 20, 21], count=4)
    theirs = Topics.grouped([0], [1], [10], [20], count=1)
    found = topics_part(mine, theirs)
    assert found is not None
    assert found.ravel().tolist() == [1.0, 0.5, 0.25, 0.0]


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        ({"topical": 0}, "topical affinity must count"),
        ({"give": -0.1}, "weights must be finite and not negative"),
        ({"take": UNKNOWN}, "weights must be finite and not negative"),
        ({"topics": math.inf}, "weights must be finite and not negative"),
    ],
)
def test_weights_that_make_no_sense(weights: dict[str, float], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        ScoreWeights(**weights)


def test_an_owner_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="an owner is not among the 2 subjects"):
        Passages.grouped([2], np.ones((1, 3)), count=2)
    with pytest.raises(ValueError, match="an owner is not among the 2 subjects"):
        Topics.grouped([-1], [1], [1], [1], count=2)
