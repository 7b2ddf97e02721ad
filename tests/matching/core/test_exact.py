"""Exact scores: those of the reference, and the same digits whatever is scored beside them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core import exact
from matching.core.exact import ExactScorer
from matching.core.scoring import ScoreWeights, combine, parts_of
from matching.core.subjects import Passages, Subjects
from tests.matching.core.subjects import invent

# Beside each other the workers would each compile the same, which takes longer than all these tests.
pytestmark = pytest.mark.xdist_group("compiled")

WEIGHTS = ScoreWeights(topical=0.5, give=0.2, take=0.2, topics=0.1)


def every_pair(people: Subjects, others: Subjects) -> tuple[np.ndarray, np.ndarray]:
    return np.divmod(np.arange(len(people) * len(others)), len(others))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 12), others=st.integers(1, 12))
def test_the_reference_says_the_same_in_single_precision(seed: int, people: int, others: int) -> None:
    rng = np.random.default_rng(seed)
    one, two = invent(rng, people), invent(rng, others)
    person, other = every_pair(one, two)
    found = ExactScorer(one, two, WEIGHTS).values(person, other)
    parts = parts_of(one, two)
    for column, table in enumerate([combine(parts, WEIGHTS), *parts]):
        expected = np.full((people, others), np.nan) if table is None else table
        np.testing.assert_allclose(found[:, column], expected.ravel(), atol=1e-6)


def test_a_part_that_does_not_count_is_known_all_the_same() -> None:
    rng = np.random.default_rng(5)
    one, two = invent(rng, 6), invent(rng, 6)
    found = ExactScorer(one, two, ScoreWeights(topical=1, give=0, take=0, topics=0)).values(*every_pair(one, two))
    np.testing.assert_array_equal(found[:, 0], found[:, 1])
    assert not np.isnan(found[:, 4]).all()


def test_company_threads_and_pieces_do_not_change_a_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(6)
    one, two = invent(rng, 20, dimensions=48), invent(rng, 20, dimensions=48)
    scorer = ExactScorer(one, two, WEIGHTS)
    person, other = every_pair(one, two)
    together = scorer.values(person, other)
    alone = np.concatenate([scorer.values(person[[row]], other[[row]]) for row in range(len(person))])
    np.testing.assert_array_equal(together, alone)
    monkeypatch.setattr(exact, "PAIRS", 7)
    with ThreadPoolExecutor(3) as workers:
        np.testing.assert_array_equal(scorer.values(person, other, workers=workers), together)


def test_sums_of_stored_vectors_are_exact_in_any_order() -> None:
    """What the module says of half precision, and of the mean of two readings."""
    rng = np.random.default_rng(7)
    vectors = rng.standard_normal((40, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    merged = (vectors[0::2] + vectors[1::2]) / 2
    for rows in (vectors, merged):
        for one in rows:
            products = one.astype(np.float64) * rows[0].astype(np.float64)
            orders = {float(products[rng.permutation(384)].sum()) for _ in range(20)}
            assert orders == {float(np.dot(one.astype(np.float64), rows[0].astype(np.float64)))}


def test_nobody_has_anything() -> None:
    rng = np.random.default_rng(8)
    one = invent(rng, 2)
    bare = Subjects(*(Passages.none(2) for _ in range(3)), topics=one.topics.none(2), facts=one.facts)
    found = ExactScorer(bare, bare, WEIGHTS).values(*every_pair(bare, bare))
    assert np.isnan(found).all()
    assert found.shape == (4, 5)
