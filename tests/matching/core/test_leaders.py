"""Lists that are filled from many candidates, and places on them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core.compiled import choose
from matching.core.leaders import Leaders, Places, cuts_of

# Beside each other the workers would each compile the same, which takes longer than all these tests.
pytestmark = pytest.mark.xdist_group("compiled")


def filled(scores: np.ndarray, *, length: int, by: int) -> tuple[Leaders, Leaders]:
    """The people's lists and the others', the others coming ``by`` at a time."""
    people, others = Leaders.empty(scores.shape[0], length), Leaders.empty(scores.shape[1], length)
    for first in range(0, scores.shape[1], by):
        some = slice(first, first + by)
        rows = np.ascontiguousarray(scores[:, some])
        choose(rows, cuts_of(rows, length), np.arange(len(scores)), first, people.columns, others.columns)
    return people.cut_back(), others.cut_back()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    shape=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    length=st.integers(1, 6),
    by=st.integers(1, 40),
    levels=st.integers(1, 200),
)
def test_nothing_above_its_floor_is_left_out(
    seed: int, shape: tuple[int, int], length: int, by: int, levels: int
) -> None:
    rng = np.random.default_rng(seed)
    scores = (rng.integers(0, levels, shape) / levels).astype(np.float32)
    scores[rng.random(shape) < 0.3] = -np.inf
    for leaders, table in zip(filled(scores, length=length, by=by), (scores, scores.T), strict=True):
        owners, partners = leaders.entries()
        kept = np.zeros(table.shape, bool)
        kept[owners, partners] = True
        assert len(owners) == kept.sum(), "nobody stands on a list twice"
        for owner, row in enumerate(table):
            candidates = np.sort(row[row > -np.inf])[::-1]
            assert sorted(row[kept[owner]], reverse=True) == candidates[:length].tolist()
            left_out = row[~kept[owner] & (row > -np.inf)]
            assert (left_out <= leaders.floors[owner]).all()


def test_of_equal_scores_the_smaller_partner_comes_first() -> None:
    owners, partners = np.array([3, 0, 3, 3]), np.array([9, 4, 2, 5])
    places = Places.of(owners, partners, np.array([0.5, 0.1, 0.5, 0.7]), count=4)
    assert places.ranks.tolist() == [3, 1, 2, 1]
    assert places.order.tolist() == [1, 3, 2, 0]
