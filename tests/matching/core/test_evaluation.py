import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.core.evaluation import Judged, coverage, evaluate_gold, gini, top_share

papers = st.lists(st.tuples(st.integers(1, 5), st.sampled_from([0.0, 0.25, 0.5, 1.0])), max_size=8)
counts = st.lists(st.integers(0, 50), min_size=1, max_size=30)


def judged(rated: list[tuple[int, float]]) -> Judged:
    return Judged(
        np.array([expertise for expertise, _ in rated], dtype=np.float64),
        np.array([score for _, score in rated], dtype=np.float32),
    )


def counted_by_hand(everybody: list[list[tuple[int, float]]]) -> tuple[float, float]:
    wrong = total = 0.0
    for rated in everybody:
        for (expertise, score), (other, other_score) in combinations(rated, 2):
            difference = abs(expertise - other)
            total += difference
            if score == other_score:
                wrong += difference / 2
            elif (score > other_score) != (expertise > other):
                wrong += difference
    return wrong, total


@given(st.lists(papers, min_size=1, max_size=4))
def test_loss_equals_a_count_pair_by_pair(everybody: list[list[tuple[int, float]]]) -> None:
    wrong, total = counted_by_hand(everybody)
    report = evaluate_gold(judged(rated) for rated in everybody)
    if total:
        assert report.loss == pytest.approx(wrong / total)
    else:
        assert math.isnan(report.loss)
    assert report.researchers == len(everybody)


def test_easy_and_hard_pairs() -> None:
    report = evaluate_gold([judged([(5, 0.5), (4, 0.25), (3, 1.0), (2, 0.25), (1, 0.0)])])
    # Easy: 5>2, 5>1, 4=2 (half), 4>1. Hard: 5>4.
    assert (report.easy, report.hard, report.pairs) == (3.5 / 4, 1.0, 10)


def test_papers_of_different_researchers_are_never_compared() -> None:
    assert evaluate_gold([judged([(5, 0.0)]), judged([(1, 1.0)])]).pairs == 0


def test_every_paper_needs_a_score() -> None:
    with pytest.raises(ValueError, match="exactly one score"):
        evaluate_gold([Judged(np.ones(2), np.ones(3, dtype=np.float32))])


@given(counts)
def test_gini_equals_the_mean_absolute_difference(shown: list[int]) -> None:
    total = sum(shown)
    apart = sum(abs(a - b) for a in shown for b in shown)
    expected = apart / (2 * len(shown) * total) if total else 0.0
    assert gini(shown) == pytest.approx(expected, abs=1e-12)


@given(counts)
def test_exposure_measures_are_shares(shown: list[int]) -> None:
    assert 0 <= gini(shown) + 1e-12 <= 1 + 1e-12
    assert 0 <= top_share(shown) <= 1
    assert coverage(shown) == sum(count > 0 for count in shown) / len(shown)


def test_nobody_and_nothing_shown() -> None:
    assert (gini([]), top_share([]), coverage([])) == (0.0, 0.0, 0.0)
