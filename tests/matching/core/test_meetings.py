"""Which passages meet in the parts of pairs, against one similarity after the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core import exact
from matching.core.explanation import best_texts
from matching.core.meetings import TOP, find_meetings
from matching.core.scoring import OTHER_KIND, PARTS
from matching.core.subjects import Facts, Passages, Subjects, Topics
from tests.matching.core.subjects import invent

# Beside each other the workers would each compile the same, which takes longer than all these tests.
pytestmark = pytest.mark.xdist_group("compiled")

RIGHT, UP, SLANTED = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)
Meeting = tuple[str, int, int, float]


def passages(*vectors: tuple[float, float], first: int, kinds: tuple[int, ...] | None = None) -> Passages:
    """Of the second of two subjects; ids count from ``first``."""
    if not vectors:
        return Passages.none(2)
    ids = range(first, first + len(vectors))
    return Passages.grouped([1] * len(vectors), vectors, count=2, ids=list(ids), kinds=kinds)


def subjects(topical: Passages, offers: Passages, needs: Passages) -> Subjects:
    two, none = np.ones(2, np.int8), np.full(2, "NaT", "datetime64[D]")
    yes = np.ones(2, bool)
    facts = Facts(two, two, yes, yes, yes, yes, none, none, np.arange(2))
    return Subjects(topical, offers, needs, Topics.none(2), facts)


def nothing() -> Passages:
    return Passages.none(2)


def meetings(people: Subjects, others: Subjects, person: int = 1, other: int = 1) -> list[Meeting]:
    found = find_meetings(people, others, np.array([person]), np.array([other]))
    columns = (found.own.tolist(), found.other.tolist(), found.similarity.tolist())
    return [(PARTS[part], *row) for part, *row in zip(found.part.tolist(), *columns, strict=True)]


def test_topical_passages_meet_best_first_and_once_each() -> None:
    people = subjects(passages(RIGHT, SLANTED, first=10), nothing(), nothing())
    others = subjects(passages(SLANTED, RIGHT, first=20), nothing(), nothing())
    assert sorted(meetings(people, others)) == [
        ("topical", 10, 21, 1.0),
        ("topical", 11, 20, pytest.approx(1.0)),
    ]
    assert meetings(people, others, 0) == []


def test_what_does_not_meet_is_no_evidence() -> None:
    people = subjects(passages(RIGHT, first=10), nothing(), nothing())
    others = subjects(passages(UP, first=20), nothing(), nothing())
    assert meetings(people, others) == []


def test_offers_meet_needs_of_their_kind_first_in_both_directions() -> None:
    people = subjects(nothing(), passages(RIGHT, RIGHT, first=10, kinds=(1, 2)), passages(UP, first=15, kinds=(3,)))
    others = subjects(nothing(), passages(SLANTED, first=25, kinds=(3,)), passages(SLANTED, first=20, kinds=(2,)))
    assert meetings(people, others) == [
        ("give", 11, 20, pytest.approx(0.6)),
        ("take", 15, 25, pytest.approx(0.8)),
    ]


def one_by_one(people: Subjects, others: Subjects, person: int, other: int) -> list[Meeting]:
    found: list[Meeting] = []
    sides = ((people.topical, others.topical), (people.offers, others.needs), (people.needs, others.offers))
    for part, (own, theirs) in zip(PARTS, sides, strict=False):
        mine, yours = (range(*texts.offsets[[at, at + 1]]) for texts, at in ((own, person), (theirs, other)))
        met = [
            (
                float(own.vectors[i].astype(float) @ theirs.vectors[j].astype(float)) * weight(part, own, theirs, i, j),
                -i,
                -j,
            )
            for i in mine
            for j in yours
        ]
        while met and max(met)[0] > 0 and sum(row[0] == part for row in found) < TOP:
            similarity, i, j = max(met)
            found.append((part, int(own.ids[-i]), int(theirs.ids[-j]), min(similarity, 1.0)))
            met = [row for row in met if row[1] != i and row[2] != j]
    return found


def weight(part: str, own: Passages, theirs: Passages, i: int, j: int) -> float:
    return 1.0 if part == "topical" or own.kinds[i] == theirs.kinds[j] else OTHER_KIND


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 8), others=st.integers(1, 8))
def test_all_pairs_at_once_meet_as_each_by_itself(seed: int, people: int, others: int) -> None:
    rng = np.random.default_rng(seed)
    one, two = invent(rng, people), invent(rng, others)
    person, other = np.divmod(np.arange(people * others), others)
    found = find_meetings(one, two, person, other)
    for pair in range(len(person)):
        rows = found.pair == pair
        said = [
            (PARTS[part], *row)
            for part, *row in zip(
                found.part[rows].tolist(),
                found.own[rows].tolist(),
                found.other[rows].tolist(),
                found.similarity[rows].tolist(),
                strict=True,
            )
        ]
        expected = one_by_one(one, two, int(person[pair]), int(other[pair]))
        assert [row[:3] for row in said] == [row[:3] for row in expected]
        assert [row[3] for row in said] == pytest.approx([row[3] for row in expected])


def test_pieces_do_not_change_what_meets(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    one, two = invent(rng, 12), invent(rng, 12)
    person, other = np.divmod(np.arange(144), 12)
    whole = find_meetings(one, two, person, other)
    monkeypatch.setattr(exact, "PAIRS", 5)
    cut = find_meetings(one, two, person, other)
    for name in ("pair", "part", "own", "other", "similarity"):
        np.testing.assert_array_equal(getattr(cut, name), getattr(whole, name))


def test_texts_alone_meet_alike() -> None:
    """What pages compute for one reader is what runs compute for all."""
    rng = np.random.default_rng(9)
    one, two = invent(rng, 1), invent(rng, 1)
    told = [(row.own, row.other) for row in best_texts(one.topical, two.topical, 0, 0)]
    assert told == [row[1:3] for row in meetings(one, two, 0, 0) if row[0] == "topical"]
