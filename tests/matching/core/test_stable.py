"""Deferred acceptance against every matching there is, on small markets."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core.stable import Alone, Content, Lists, StableMatching, Unmatched, Witness, blocking_pairs, match_stably

Market = tuple[dict[str, list[str]], dict[str, list[str]]]


@st.composite
def markets(draw: st.DrawFn) -> Market:
    """Up to four on each side; lists are any part of the other side in any order."""
    ones = [f"a{number}" for number in range(draw(st.integers(0, 4)))]
    others = [f"x{number}" for number in range(draw(st.integers(0, 4)))]

    def lists(people: list[str], among: list[str]) -> dict[str, list[str]]:
        return {
            person: draw(st.permutations(among))[: draw(st.integers(0, len(among)))] if among else []
            for person in people
        }

    return lists(ones, others), lists(others, ones)


def all_matchings(ones: Lists, others: Lists) -> Iterator[dict[str, str]]:
    """Every way to pair people who accept each other, nobody twice."""

    def extend(rest: list[str], taken: dict[str, str]) -> Iterator[dict[str, str]]:
        if not rest:
            yield dict(taken)
            return
        yield from extend(rest[1:], taken)
        for other in ones[rest[0]]:
            if rest[0] in others.get(other, ()) and other not in taken.values():
                yield from extend(rest[1:], {**taken, rest[0]: other})

    yield from extend(list(ones), {})


def partners(found: StableMatching) -> dict[str, str]:
    return {pair.proposer: pair.receiver for pair in found.pairs}


@given(markets())
@settings(deadline=None)
def test_is_stable_and_best_for_every_proposer(market: Market) -> None:
    ones, others = market
    stable = [one for one in all_matchings(ones, others) if not blocking_pairs(ones, others, one)]
    best = {
        person: min((one[person] for one in stable if person in one), key=listed.index, default=None)
        for person, listed in ones.items()
    }
    found = partners(match_stably(ones, others))
    assert found in stable
    assert {person: found.get(person) for person in ones} == best


@given(markets())
@settings(deadline=None)
def test_the_same_people_stay_alone_whichever_side_proposes(market: Market) -> None:
    ones, others = market
    one_way, other_way = match_stably(ones, others), match_stably(others, ones)
    assert {row.person for row in one_way.unmatched} == {row.person for row in other_way.unmatched}


@given(markets(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_does_not_depend_on_who_comes_first(market: Market, shuffled: object) -> None:
    ones, others = market
    order = sorted(ones)
    shuffled.shuffle(order)  # type: ignore[attr-defined]
    again = match_stably({person: ones[person] for person in order}, dict(reversed(others.items())))
    assert partners(again) == partners(match_stably(ones, others))
    assert match_stably(ones, others) == match_stably(ones, others)


@given(markets())
@settings(deadline=None)
def test_the_certificate_names_every_pair_that_could_block_and_who_would_not(market: Market) -> None:
    ones, others = market
    found = match_stably(ones, others)
    partner, held = partners(found), {pair.receiver: pair.proposer for pair in found.pairs}
    mutual = {(one, other) for one in ones for other in ones[one] if one in others.get(other, ())}
    assert {(row.proposer, row.receiver) for row in found.certificate} == mutual - set(partner.items())
    for row in found.certificate:
        mine, theirs = ones[row.proposer], others[row.receiver]
        proposer = row.proposer in partner and mine.index(partner[row.proposer]) < mine.index(row.receiver)
        receiver = row.receiver in held and theirs.index(held[row.receiver]) < theirs.index(row.proposer)
        assert {
            (True, True): Content.BOTH,
            (True, False): Content.PROPOSER,
            (False, True): Content.RECEIVER,
        }[proposer, receiver] == row.content


def test_each_side_gets_its_best_where_it_proposes() -> None:
    ones = {"a": ["x", "y"], "b": ["y", "x"]}
    others = {"x": ["b", "a"], "y": ["a", "b"]}
    assert partners(match_stably(ones, others)) == {"a": "x", "b": "y"}
    assert partners(match_stably(others, ones)) == {"x": "b", "y": "a"}
    assert [(pair.rank_for_proposer, pair.rank_for_receiver) for pair in match_stably(ones, others).pairs] == [
        (1, 2)
    ] * 2


def test_says_why_somebody_stays_alone() -> None:
    found = match_stably({"a": ["x"], "b": ["x"], "c": [], "d": ["y"]}, {"x": ["b", "a"], "y": []})
    assert found.unmatched == (
        Unmatched("a", Alone.OTHERS_PREFERRED),
        Unmatched("c", Alone.RANKED_NOBODY),
        Unmatched("d", Alone.NOT_RANKED_BACK),
        Unmatched("y", Alone.RANKED_NOBODY),
    )
    assert found.certificate == (Witness("a", "x", Content.RECEIVER),)


def test_nobody_at_all() -> None:
    assert match_stably({}, {}) == StableMatching((), (), ())


@pytest.mark.parametrize(
    ("ones", "others", "message"),
    [({"a": ["x", "x"]}, {}, "a lists somebody twice"), ({"a": []}, {"a": []}, "a is on both sides")],
)
def test_refuses_what_is_no_market(ones: Lists, others: Lists, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        match_stably(ones, others)
