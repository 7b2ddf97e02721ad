"""Saying the same in two languages: exactly as good as saying it once, within the noise of the translation."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core.affinity import pool_affinity
from matching.core.readings import APART, read_once

SEEDS = st.integers(0, 2**32 - 1)


def unit(rng: np.random.Generator, count: int) -> np.ndarray:
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(SEEDS, st.integers(1, 4), st.integers(0, 4))
@settings(max_examples=50, deadline=None)
def test_an_equal_translation_changes_nothing_to_the_bit(seed: int, said: int, papers: int) -> None:
    rng = np.random.default_rng(seed)
    statements, rest = unit(rng, said), unit(rng, papers)
    alone = np.concatenate([statements, rest])
    doubled = np.concatenate([statements, rest, rng.permutation(statements)])
    groups = np.array([0] * said + [APART] * papers + [0] * said)
    korean = np.arange(len(doubled)) >= len(alone)
    merged, kept = read_once(doubled, groups, korean)
    np.testing.assert_array_equal(merged, alone)
    assert kept.tolist() == [True] * len(alone) + [False] * said


@given(SEEDS, st.floats(0, 0.5))
@settings(max_examples=50, deadline=None)
def test_a_translation_moves_the_score_by_no_more_than_its_own_noise(seed: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    statement, papers, targets = unit(rng, 1), unit(rng, 3), unit(rng, 20)
    translated = statement + noise * unit(rng, 1)
    translated /= np.linalg.norm(translated)
    vectors = np.concatenate([statement, papers, translated])
    groups, korean = np.array([0, APART, APART, APART, 0]), np.arange(5) == 4
    merged, _kept = read_once(vectors, groups, korean)
    alone, both = pool_affinity(vectors[:4] @ targets.T), pool_affinity(merged @ targets.T)
    bound = float(np.linalg.norm(statement - translated)) / 2 + 1e-6
    assert np.abs(both - alone).max() <= bound
    surely_before = alone[:, None] - alone > 2 * bound
    assert not (surely_before & (both[:, None] < both)).any()


def test_what_has_no_counterpart_and_what_is_in_one_language_stay() -> None:
    vectors = unit(np.random.default_rng(1), 6)
    merged, kept = read_once(vectors, np.array([0, 0, 1, 2, 2, APART]), np.array([0, 0, 1, 1, 1, 0], bool))
    assert merged is vectors
    assert kept.all()
    merged, kept = read_once(vectors, np.array([0, 0, 0, 1, 2, 2]), np.array([0, 0, 1, 0, 1, 0], bool))
    assert kept.tolist() == [True, True, False, True, False, True]
