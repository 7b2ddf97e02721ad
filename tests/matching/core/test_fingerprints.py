"""A fingerprint changes with everything that the scores follow from, and with nothing else."""

from dataclasses import fields, replace

import numpy as np
import pytest

from matching.core.fingerprints import fingerprints
from matching.core.subjects import Facts, Passages, Subjects
from tests.matching.core.subjects import invent

NOTHING = np.zeros((0, 2), np.int64)
SORTS = ("topical", "offers", "needs")


@pytest.fixture
def crowd() -> Subjects:
    """Of whom the third has passages of every sort and topics, and every date."""
    rng = np.random.default_rng(5)
    found = invent(rng, 12, most=6)
    whole = [all(getattr(found, sort).counts[one] > 1 for sort in SORTS) for one in range(12)]
    order = np.argsort(~np.array(whole), kind="stable")
    assert whole[order[0]]
    crowd = found.take(np.array([order[1], order[2], order[0], *order[3:]]))
    days = {name: getattr(crowd.facts, name).copy() for name in ("starts", "ends")}
    for column in days.values():
        column[2] = np.datetime64("2026-05-01")
    return replace(crowd, facts=replace(crowd.facts, **days))


def different(one: Subjects, two: Subjects) -> list[int]:
    return np.flatnonzero(fingerprints(one, NOTHING) != fingerprints(two, NOTHING)).tolist()


@pytest.mark.parametrize("name", [column.name for column in fields(Facts)])
def test_of_one_fact(crowd: Subjects, name: str) -> None:
    column = getattr(crowd.facts, name).copy()
    column[2] = ~column[2] if column.dtype == bool else column[2] + 1
    assert different(crowd, replace(crowd, facts=replace(crowd.facts, **{name: column}))) == [2]
    if name in {"starts", "ends"}:
        column[2] = np.datetime64("NaT")
        assert different(crowd, replace(crowd, facts=replace(crowd.facts, **{name: column}))) == [2]


@pytest.mark.parametrize("sort", SORTS)
def test_of_one_passage_and_not_of_their_order(crowd: Subjects, sort: str) -> None:
    passages: Passages = getattr(crowd, sort)
    begin, end = passages.offsets[2], passages.offsets[3]
    ids = passages.ids.copy()
    ids[begin] += 10_000
    assert different(crowd, replace(crowd, **{sort: replace(passages, ids=ids)})) == [2]
    turned = passages.ids.copy()
    turned[begin:end] = turned[begin:end][::-1]
    assert different(crowd, replace(crowd, **{sort: replace(passages, ids=turned)})) == []


@pytest.mark.parametrize("level", ["topics", "subfields", "fields"])
def test_of_one_topic(crowd: Subjects, level: str) -> None:
    codes = getattr(crowd.topics, level).copy()
    owner = int(np.flatnonzero(np.diff(crowd.topics.offsets))[0])
    codes[crowd.topics.offsets[owner]] += 1
    assert different(crowd, replace(crowd, topics=replace(crowd.topics, **{level: codes}))) == [owner]


def test_of_what_is_set_aside(crowd: Subjects) -> None:
    aside = np.array([[2, 7], [4, -7]])
    assert np.flatnonzero(fingerprints(crowd, NOTHING) != fingerprints(crowd, aside)).tolist() == [2, 4]
    assert (fingerprints(crowd, aside) == fingerprints(crowd, aside[::-1])).all()


def test_whoever_stands_beside(crowd: Subjects) -> None:
    some = np.array([2, 9])
    assert fingerprints(crowd.take(some), NOTHING).tolist() == fingerprints(crowd, NOTHING)[some].tolist()


def test_a_passage_of_another_sort_counts_otherwise(crowd: Subjects) -> None:
    """What one offers is not what one seeks."""
    turned = replace(crowd, offers=crowd.needs, needs=crowd.offers)
    assert 2 in different(crowd, turned)
