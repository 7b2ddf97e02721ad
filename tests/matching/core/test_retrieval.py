from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core import retrieval
from matching.core.eligibility import Encounter, allowed
from matching.core.exact import ExactScorer
from matching.core.retrieval import Matches, find_matches
from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import Passages, Subjects, Topics
from tests.matching.core.subjects import brute_scores, invent

# Beside each other the workers would each compile the same, which takes longer than all these tests.
pytestmark = pytest.mark.xdist_group("compiled")

WEIGHTS = ScoreWeights(topical=0.5, give=0.2, take=0.2, topics=0.1)
SOME = np.array([[0, 0], [1, 2], [3, 1]])


def pairs_of(matches: Matches) -> list[tuple[int, int]]:
    return list(zip(matches.person.tolist(), matches.other.tolist(), strict=True))


def brute_ranks(scores: dict[tuple[int, int], float], end: int, top_k: int) -> dict[tuple[int, int], int]:
    """Place of each pair on the list of its ``end`` (0 the person's, 1 the other's), where it is on it."""
    lists: dict[int, list[tuple[int, int]]] = {}
    for pair in sorted(scores, key=lambda pair: (-scores[pair], pair[1 - end])):
        lists.setdefault(pair[end], []).append(pair)
    return {pair: rank for those in lists.values() for rank, pair in enumerate(those[:top_k], start=1)}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 30), others=st.integers(1, 30), top_k=st.integers(1, 6))
def test_the_same_as_by_brute_force(seed: int, people: int, others: int, top_k: int) -> None:
    rng = np.random.default_rng(seed)
    one, two = invent(rng, people), invent(rng, others)
    dismissed = SOME[(SOME[:, 0] < people) & (SOME[:, 1] < others)]
    expected = brute_scores(one, two, WEIGHTS, {(p, o) for p, o in dismissed.tolist()})

    found = find_matches(one, two, weights=WEIGHTS, top_k=top_k, dismissed=dismissed, threads=2)

    # Rounding may swap two scores that are equal but for the last digit: rank by the scores that were found.
    exact = {pair: round(score, 5) for pair, (score, _) in expected.items()}
    of_person, of_other = (brute_ranks(exact, end, top_k) for end in (0, 1))
    assert pairs_of(found) == sorted(of_person | of_other, key=lambda pair: (pair[0], -exact[pair], pair[1]))
    assert found.person_rank.tolist() == [of_person.get(pair, 0) for pair in pairs_of(found)]
    assert found.other_rank.tolist() == [of_other.get(pair, 0) for pair in pairs_of(found)]
    np.testing.assert_allclose(found.score, [expected[pair][0] for pair in pairs_of(found)], atol=1e-5)
    for name in PARTS:
        wanted = [expected[pair][1][name] for pair in pairs_of(found)]
        np.testing.assert_allclose(getattr(found, name), wanted, atol=1e-5)


def test_blocks_and_threads_do_not_change_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    one, two = invent(rng, 60), invent(rng, 50)
    whole = find_matches(one, two, weights=WEIGHTS, top_k=5, threads=1)
    monkeypatch.setattr(retrieval, "PASSAGES", 4)
    monkeypatch.setattr(retrieval, "TARGETS", 7)

    blocked = find_matches(one, two, weights=WEIGHTS, top_k=5, threads=2)

    for column in fields(Matches):
        np.testing.assert_array_equal(getattr(blocked, column.name), getattr(whole, column.name))


def test_nobody_on_one_side() -> None:
    rng = np.random.default_rng(2)
    assert len(find_matches(invent(rng, 0), invent(rng, 3), weights=WEIGHTS)) == 0
    assert len(find_matches(invent(rng, 3), invent(rng, 0), weights=WEIGHTS)) == 0


def test_progress_counts_people_and_its_error_ends_the_work() -> None:
    rng = np.random.default_rng(3)
    one, two = invent(rng, 9), invent(rng, 4)
    told: list[tuple[int, int]] = []
    find_matches(one, two, weights=WEIGHTS, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (9, 9)

    def stop(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find_matches(one, two, weights=WEIGHTS, on_progress=stop)


def crowd(rng: np.random.Generator, count: int, *, dimensions: int) -> Subjects:
    """Whose vectors are as they are stored."""
    found = invent(rng, count, dimensions=dimensions)
    stored = (replace(one, vectors=halved(one.vectors)) for one in (found.topical, found.offers, found.needs))
    return Subjects(*stored, topics=found.topics, facts=found.facts)


def halved(vectors: np.ndarray) -> np.ndarray:
    return vectors.astype(np.float16).astype(np.float32)


def exact_lists(people: Subjects, others: Subjects, top_k: int) -> dict[tuple[int, int], tuple[float, int, int]]:
    """Every pair scored exactly, by itself, and both lists sorted."""
    person, other = np.divmod(np.arange(len(people) * len(others)), len(others))
    met = Encounter(people.facts[person], others.facts[other], np.zeros(len(person), bool))
    score = ExactScorer(people, others, WEIGHTS).values(person, other)[:, 0]
    may = allowed(met) & ~np.isnan(score)
    scores = {(p, o): s for p, o, s in zip(*(c[may].tolist() for c in (person, other, score)), strict=True)}
    of_person, of_other = (brute_ranks(scores, end, top_k) for end in (0, 1))
    return {
        pair: (scores[pair], of_person.get(pair, 0), of_other.get(pair, 0)) for pair in sorted(of_person | of_other)
    }


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    dimensions=st.sampled_from([2, 3, 24]),
    top_k=st.integers(1, 4),
    copies=st.booleans(),
)
def test_the_lists_are_exact_to_the_digit(seed: int, dimensions: int, top_k: int, copies: bool) -> None:
    """Among few dimensions, and copies of one another, scores crowd together and many are equal."""
    rng = np.random.default_rng(seed)
    people, others = crowd(rng, 40, dimensions=dimensions), crowd(rng, 30, dimensions=dimensions)
    if copies:
        others = others.take(rng.integers(0, 4, 60))

    found = find_matches(people, others, weights=WEIGHTS, top_k=top_k, threads=2)

    rows = zip(found.score.tolist(), found.person_rank.tolist(), found.other_rank.tolist(), strict=True)
    assert dict(zip(pairs_of(found), rows, strict=True)) == exact_lists(people, others, top_k)


def test_what_single_precision_cannot_tell_apart_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores closer together than its rounding; without anything to spare the wrong ones are left out at first."""
    monkeypatch.setattr(retrieval, "SPARE", 0)
    rng = np.random.default_rng(11)
    people, others = closer_than_rounding(rng, 60), closer_than_rounding(rng, 90)

    found = find_matches(people, others, weights=WEIGHTS, top_k=2, threads=1)

    rows = zip(found.score.tolist(), found.person_rank.tolist(), found.other_rank.tolist(), strict=True)
    assert dict(zip(pairs_of(found), rows, strict=True)) == exact_lists(people, others, 2)


def closer_than_rounding(rng: np.random.Generator, count: int) -> Subjects:
    """One text each, all but the same, and no rule between them."""
    spread = np.full((count, 384), 0.07)
    spread[:, 192:] = 1e-3 + rng.standard_normal((count, 192)) * 2e-5
    facts = crowd(rng, count, dimensions=2).facts
    free = replace(
        facts,
        **{name: np.ones(count, bool) for name in ("listed", "consents", "open")},
        across=np.zeros(count, bool),
        wanted=np.full(count, 3, np.int8),
        side=np.full(count, 1, np.int8),
        identity=np.full(count, -1),
        starts=np.full(count, np.datetime64("NaT", "D")),
        ends=np.full(count, np.datetime64("NaT", "D")),
    )
    nothing = Passages.none(count)
    topical = Passages.grouped(np.arange(count), halved(spread), count=count)
    return Subjects(topical, nothing, nothing, Topics.none(count), free)
