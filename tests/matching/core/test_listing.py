"""Lists made from partners who come in blocks, compared with scoring every pair by itself and sorting."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core import listing
from matching.core.eligibility import Encounter, allowed, ask_rules
from matching.core.exact import ExactScorer
from matching.core.listing import Block, Listed, best_lists
from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import IntArray, Subjects
from matching.core.tiles import cuts_into
from tests.matching.core.subjects import brute_scores, invent

# Beside each other the workers would each compile the same, which takes longer than all these tests.
pytestmark = pytest.mark.xdist_group("compiled")

WEIGHTS = ScoreWeights(topical=0.5, give=0.2, take=0.2, topics=0.1)
Rows = list[tuple[int, int, float, int]]


def crowd(rng: np.random.Generator, count: int, dimensions: int) -> Subjects:
    """Whose vectors are as they are stored, in half precision."""
    found = invent(rng, count, dimensions=dimensions)
    sorts = (found.topical, found.offers, found.needs)
    stored = (replace(one, vectors=one.vectors.astype(np.float16).astype(np.float32)) for one in sorts)
    return Subjects(*stored, topics=found.topics, facts=found.facts)


def blocks(partners: Subjects, numbers: IntArray, set_aside: IntArray, size: int) -> Iterator[Block]:
    """The partners, ``size`` at a time."""
    for begin in range(0, len(partners), size):
        some = np.arange(begin, min(begin + size, len(partners)))
        inside = (set_aside[:, 1] >= begin) & (set_aside[:, 1] < begin + size)
        yield Block(partners.take(some), numbers[some], set_aside[inside] - [0, begin])


def obvious(
    owners: Subjects, partners: Subjects, numbers: IntArray, set_aside: IntArray, top_k: int, of_people: bool
) -> Rows:
    owner, partner = np.divmod(np.arange(len(owners) * len(partners)), len(partners))
    people, others, *ends = (partners, owners, partner, owner) if of_people else (owners, partners, owner, partner)
    excluded = np.isin(owner * len(partners) + partner, set_aside[:, 0] * len(partners) + set_aside[:, 1])
    score = ExactScorer(people, others, WEIGHTS).values(*ends)[:, 0]
    may = allowed(Encounter(people.facts[ends[0]], others.facts[ends[1]], excluded)) & ~np.isnan(score)
    rows: Rows = []
    for one in range(len(owners)):
        mine = np.flatnonzero(may & (owner == one))
        best = sorted(mine.tolist(), key=lambda row: (-score[row], numbers[partner[row]]))[:top_k]
        rows += [(one, int(numbers[partner[row]]), float(score[row]), rank) for rank, row in enumerate(best, start=1)]
    return rows


def rows_of(found: Listed) -> Rows:
    columns = (found.owner, found.partner, found.score, found.rank)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    dimensions=st.sampled_from([2, 3, 24]),
    top_k=st.integers(1, 5),
    size=st.integers(1, 40),
    of_people=st.booleans(),
    copies=st.booleans(),
)
def test_the_lists_are_exact_whatever_the_blocks(
    seed: int, dimensions: int, top_k: int, size: int, of_people: bool, copies: bool
) -> None:
    """Among few dimensions, and copies of one another, scores crowd together and many are equal."""
    rng = np.random.default_rng(seed)
    owners, partners = crowd(rng, 12, dimensions), crowd(rng, 30, dimensions)
    if copies:
        partners = partners.take(rng.integers(0, 4, 40))
    numbers = np.sort(rng.choice(1000, len(partners), replace=False))
    set_aside = np.stack([rng.integers(0, 12, 20), rng.integers(0, len(partners), 20)], axis=1)

    found = best_lists(
        owners,
        blocks(partners, numbers, set_aside, size),
        of_people=of_people,
        weights=WEIGHTS,
        top_k=top_k,
        threads=2,
    )

    assert rows_of(found) == obvious(owners, partners, numbers, set_aside, top_k, of_people)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), owners=st.integers(1, 30), partners=st.integers(1, 30), of_people=st.booleans())
def test_scores_and_parts_are_those_of_the_plain_definition(
    seed: int, owners: int, partners: int, of_people: bool
) -> None:
    """Computed pair by pair from the texts, without a matrix."""
    rng = np.random.default_rng(seed)
    mine, theirs = crowd(rng, owners, 8), crowd(rng, partners, 8)
    nothing = np.zeros((0, 2), np.int64)
    found = best_lists(
        mine,
        blocks(theirs, np.arange(partners), nothing, 7),
        of_people=of_people,
        weights=WEIGHTS,
        top_k=partners,
        threads=1,
    )
    people, others = (theirs, mine) if of_people else (mine, theirs)
    expected = brute_scores(people, others, WEIGHTS, set())
    ends = zip(found.owner.tolist(), found.partner.tolist(), strict=True)
    pairs = [(partner, owner) if of_people else (owner, partner) for owner, partner in ends]
    assert sorted(pairs) == sorted(expected)
    np.testing.assert_allclose(found.score, [expected[pair][0] for pair in pairs], atol=1e-5)
    for place, name in enumerate(PARTS, start=1):
        np.testing.assert_allclose(found.values[:, place], [expected[pair][1][name] for pair in pairs], atol=1e-5)


@pytest.mark.parametrize("of_people", [False, True])
def test_tiles_and_threads_change_nothing_and_every_part_and_rule_comes_along(
    monkeypatch: pytest.MonkeyPatch, of_people: bool
) -> None:
    rng = np.random.default_rng(1)
    owners, partners = crowd(rng, 60, 8), crowd(rng, 50, 8)
    numbers, nothing = np.arange(50), np.zeros((0, 2), np.int64)

    def made(threads: int) -> Listed:
        return best_lists(
            owners,
            blocks(partners, numbers, nothing, 20),
            of_people=of_people,
            weights=WEIGHTS,
            top_k=5,
            threads=threads,
        )

    whole = made(1)
    monkeypatch.setattr(listing, "PASSAGES", 4)
    monkeypatch.setattr(listing, "TARGETS", 7)
    tiled = made(2)
    assert rows_of(tiled) == rows_of(whole)
    np.testing.assert_array_equal(tiled.values, whole.values)
    np.testing.assert_array_equal(tiled.unsure, whole.unsure)

    people, others, *ends = (
        (partners, owners, whole.partner, whole.owner) if of_people else (owners, partners, whole.owner, whole.partner)
    )
    np.testing.assert_array_equal(whole.values, ExactScorer(people, others, WEIGHTS).values(*ends))
    known = ask_rules(people, others, *ends).known
    assert [
        [not unsure >> bit & 1 for bit in range(known.shape[1])] for unsure in whole.unsure.tolist()
    ] == known.tolist()
    assert not known.all()


def test_nobody_to_list() -> None:
    rng = np.random.default_rng(2)
    some, nobody, nothing = crowd(rng, 3, 8), crowd(rng, 0, 8), np.zeros((0, 2), np.int64)
    for owners, partners in ((some, nobody), (nobody, some), (nobody, nobody)):
        block = Block(partners, np.arange(len(partners)), nothing)
        for given_blocks in ([block], []):
            assert len(best_lists(owners, given_blocks, of_people=False, weights=WEIGHTS, top_k=3)) == 0


@pytest.mark.parametrize(
    ("counts", "size", "runs"),
    [
        ([], 3, []),
        ([0, 0, 0], 2, [(0, 2), (2, 3)]),
        ([9, 1, 1], 2, [(0, 2), (2, 3)]),
        ([1, 1], 0, [(0, 1), (1, 2)]),
    ],
)
def test_runs_of_subjects(counts: list[int], size: int, runs: list[tuple[int, int]]) -> None:
    found = cuts_into(np.array(counts, np.int64), size)
    assert [(run.start, run.stop) for run in found] == runs


def test_a_run_is_cut_as_it_would_be_taken() -> None:
    subjects = invent(np.random.default_rng(3), 9)
    cut, taken = subjects.cut(slice(2, 7)), subjects.take(np.arange(2, 7))
    for one, two in zip((cut.topical, cut.offers, cut.needs), (taken.topical, taken.offers, taken.needs), strict=True):
        for name in ("vectors", "offsets", "ids", "kinds"):
            np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    for name in ("offsets", "topics", "subfields", "fields"):
        np.testing.assert_array_equal(getattr(cut.topics, name), getattr(taken.topics, name))
    np.testing.assert_array_equal(cut.facts.identity, taken.facts.identity)
