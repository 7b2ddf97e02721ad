"""Invented subjects, and the slow and obvious way to match them."""

from itertools import product

import numpy as np

from matching.core.affinity import pool_affinity
from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import KR, US, Facts, Passages, Subjects, Topics


def invent(rng: np.random.Generator, count: int, *, most: int = 4, dimensions: int = 8) -> Subjects:
    """``count`` subjects with up to ``most`` passages of each sort, some with none, and facts that often forbid."""
    return Subjects(
        *(_passages(rng, count, most, dimensions) for _ in range(3)),
        topics=_topics(rng, count, most),
        facts=Facts(
            side=rng.choice(np.array([0, KR, US], np.int8), count),
            wanted=rng.integers(0, 4, count, np.int8),
            across=rng.random(count) < 0.5,
            listed=rng.random(count) < 0.9,
            consents=rng.random(count) < 0.9,
            open=rng.random(count) < 0.9,
            starts=_days(rng, count, 0),
            ends=_days(rng, count, 60),
            identity=rng.integers(-1, 6, count),
        ),
    )


def _passages(rng: np.random.Generator, count: int, most: int, dimensions: int) -> Passages:
    owners = np.repeat(np.arange(count), rng.integers(0, most + 1, count))
    rng.shuffle(owners)
    vectors = rng.normal(size=(len(owners), dimensions)) + 0.3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = rng.permutation(len(owners)) + 100
    return Passages.grouped(owners, vectors, count=count, ids=ids, kinds=rng.integers(0, 3, len(owners)))


def _topics(rng: np.random.Generator, count: int, most: int) -> Topics:
    owners = np.repeat(np.arange(count), rng.integers(0, most + 1, count))
    topics = rng.integers(0, 40, len(owners))
    return Topics.grouped(owners, topics, topics // 5, topics // 10, count=count)


def _days(rng: np.random.Generator, count: int, after: int) -> np.ndarray:
    days = np.datetime64("2026-01-01") + rng.integers(after, after + 90, count)
    return np.where(rng.random(count) < 0.2, np.datetime64("NaT"), days).astype("datetime64[D]")


def brute_parts(people: Subjects, others: Subjects, p: int, o: int) -> dict[str, float]:
    mine, theirs = people.take(np.array([p])), others.take(np.array([o]))
    parts = dict.fromkeys(PARTS, float("nan"))
    if len(mine.topical) and len(theirs.topical):
        parts["topical"] = float(pool_affinity(mine.topical.vectors @ theirs.topical.vectors.T).mean())
    parts["give"] = _met(mine.offers, theirs.needs)
    parts["take"] = _met(theirs.offers, mine.needs)
    if len(mine.topics) and len(theirs.topics):
        parts["topics"] = float(np.mean([max(_credit(mine, i, theirs, j) for i in _all(mine)) for j in _all(theirs)]))
    return parts


def _met(offers: Passages, needs: Passages) -> float:
    if not len(offers) or not len(needs):
        return float("nan")
    return float(
        np.mean(
            [
                max(
                    max(0.0, float(offer @ need)) * (1.0 if kind == needed else 0.5)
                    for offer, kind in zip(offers.vectors, offers.kinds, strict=True)
                )
                for need, needed in zip(needs.vectors, needs.kinds, strict=True)
            ]
        )
    )


def _all(subject: Subjects) -> range:
    return range(len(subject.topics))


def _credit(mine: Subjects, i: int, theirs: Subjects, j: int) -> float:
    if mine.topics.topics[i] == theirs.topics.topics[j]:
        return 1.0
    if mine.topics.subfields[i] == theirs.topics.subfields[j]:
        return 0.5
    return 0.25 if mine.topics.fields[i] == theirs.topics.fields[j] else 0.0


def brute_allowed(people: Facts, others: Facts, p: int, o: int) -> bool:
    a, b = people[p], others[o]
    apart = bool((a.starts > b.ends) or (b.starts > a.ends))
    return bool(
        (a.listed and b.listed and a.consents and b.consents and a.open and b.open)
        and (not b.across or (a.side != b.side and a.side and b.side))
        and (a.side & b.wanted)
        and not apart
        and (a.identity != b.identity or a.identity == -1)
    )


def brute_scores(
    people: Subjects, others: Subjects, weights: ScoreWeights, dismissed: set[tuple[int, int]]
) -> dict[tuple[int, int], tuple[float, dict[str, float]]]:
    """Score and parts of every pair that may be suggested."""
    scores = {}
    for p, o in product(range(len(people)), range(len(others))):
        parts = brute_parts(people, others, p, o)
        known = {name: value for name, value in parts.items() if value == value and getattr(weights, name)}
        if known and (p, o) not in dismissed and brute_allowed(people.facts, others.facts, p, o):
            total = sum(getattr(weights, name) * value for name, value in known.items())
            scores[p, o] = (total / sum(getattr(weights, name) for name in known), parts)
    return scores
