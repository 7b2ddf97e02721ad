"""Stable marriage with incomplete lists, by deferred acceptance, returned with its certificate.

Gale and Shapley, "College Admissions and the Stability of Marriage", American Mathematical Monthly 69 (1962). Everybody
lists those of the other side whom they accept, best first. A matching is stable where no two who accept each other both
prefer one another to what they have. Of all stable matchings the proposing side gets its best one, and the same people
stay alone in each of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Lists = Mapping[str, Sequence[str]]
"""By person, whom they accept, best first."""
_Ranks = Mapping[str, Mapping[str, int]]


class Alone(StrEnum):
    """Why somebody has no partner."""

    RANKED_NOBODY = "ranked_nobody"
    NOT_RANKED_BACK = "not_ranked_back"
    OTHERS_PREFERRED = "others_preferred"


class Content(StrEnum):
    """Who of two that were not matched prefers their present partner; that is what keeps the matching stable."""

    PROPOSER = "proposer"
    RECEIVER = "receiver"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class StablePair:
    """Ranks count from 1: what each is in the other's list."""

    proposer: str
    receiver: str
    rank_for_proposer: int
    rank_for_receiver: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    person: str
    reason: Alone


@dataclass(frozen=True, slots=True)
class Witness:
    """Two who accept each other and were not matched, and who of them prefers their present partner."""

    proposer: str
    receiver: str
    content: Content


@dataclass(frozen=True, slots=True)
class StableMatching:
    """``certificate`` has every pair that could block, with the reason why it does not."""

    pairs: tuple[StablePair, ...]
    unmatched: tuple[Unmatched, ...]
    certificate: tuple[Witness, ...]


def match_stably(proposers: Lists, receivers: Lists) -> StableMatching:
    """The stable matching that is best for every one of ``proposers``, whoever proposes first.

    Who is on a list and has none of their own accepts nobody. Raises ``ValueError`` where a name is on a list twice or is
    on both sides.

    >>> found = match_stably({"a": ["x", "y"], "b": ["x"]}, {"x": ["a", "b"], "y": ["a"]})
    >>> [(pair.proposer, pair.receiver) for pair in found.pairs], [(one.person, one.reason.value) for one in found.unmatched]
    ([('a', 'x')], [('b', 'others_preferred'), ('y', 'others_preferred')])
    >>> [(one.proposer, one.receiver, one.content.value) for one in found.certificate]
    [('a', 'y', 'proposer'), ('b', 'x', 'receiver')]
    """
    _refuse_bad(proposers, receivers)
    ranks, ranks_of_receivers = _ranks(proposers), _ranks(receivers)
    held = _defer(proposers, ranks_of_receivers)
    partner = {proposer: receiver for receiver, proposer in held.items()}
    mutual = _mutual(proposers, ranks_of_receivers)
    return StableMatching(
        pairs=tuple(
            StablePair(one, partner[one], ranks[one][partner[one]], ranks_of_receivers[partner[one]][one])
            for one in proposers
            if one in partner
        ),
        unmatched=(
            *_alone(proposers, partner, {one for one, _other in mutual}),
            *_alone(receivers, held, {other for _one, other in mutual}),
        ),
        certificate=tuple(
            Witness(one, other, _content(ranks[one], ranks_of_receivers[other], partner, held, one, other))
            for one, other in mutual
            if partner.get(one) != other
        ),
    )


def blocking_pairs(proposers: Lists, receivers: Lists, partner: Mapping[str, str]) -> list[tuple[str, str]]:
    """Those who accept each other and both prefer one another to what ``partner`` (of each proposer) gives them.

    >>> blocking_pairs({"a": ["x"]}, {"x": ["a"]}, {})
    [('a', 'x')]
    """
    ranks, ranks_of_receivers = _ranks(proposers), _ranks(receivers)
    held = {receiver: proposer for proposer, receiver in partner.items()}
    return [
        (one, other)
        for one, other in _mutual(proposers, ranks_of_receivers)
        if _prefers(ranks[one], other, partner.get(one)) and _prefers(ranks_of_receivers[other], one, held.get(other))
    ]


def _refuse_bad(proposers: Lists, receivers: Lists) -> None:
    if both := sorted(proposers.keys() & receivers.keys()):
        raise ValueError(f"{both[0]} is on both sides")
    for person, listed in (*proposers.items(), *receivers.items()):
        if len(set(listed)) < len(listed):
            raise ValueError(f"{person} lists somebody twice")


def _ranks(lists: Lists) -> dict[str, dict[str, int]]:
    return {person: {other: rank for rank, other in enumerate(listed, 1)} for person, listed in lists.items()}


def _defer(proposers: Lists, ranks_of_receivers: _Ranks) -> dict[str, str]:
    """Whom each receiver holds at the end. Every proposer asks down the list until somebody keeps them."""
    held: dict[str, str] = {}
    asked = dict.fromkeys(proposers, 0)
    free = list(reversed(list(proposers)))
    while free:
        one = free.pop()
        while asked[one] < len(proposers[one]):
            other = proposers[one][asked[one]]
            asked[one] += 1
            if _prefers(ranks_of_receivers.get(other, {}), one, held.get(other)):
                if other in held:
                    free.append(held[other])
                held[other] = one
                break
    return held


def _prefers(ranks: Mapping[str, int], candidate: str, present: str | None) -> bool:
    """Whether somebody with these ranks accepts ``candidate`` and would leave ``present`` for them."""
    return candidate in ranks and (present is None or ranks[candidate] < ranks[present])


def _mutual(proposers: Lists, ranks_of_receivers: _Ranks) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one, listed in proposers.items()
        for other in listed
        if one in ranks_of_receivers.get(other, {})
    ]


def _alone(lists: Lists, partner: Mapping[str, str], accepted: set[str]) -> list[Unmatched]:
    def reason(person: str) -> Alone:
        if not lists[person]:
            return Alone.RANKED_NOBODY
        return Alone.OTHERS_PREFERRED if person in accepted else Alone.NOT_RANKED_BACK

    return [Unmatched(person, reason(person)) for person in lists if person not in partner]


def _content(
    ranks: Mapping[str, int],
    ranks_of_receiver: Mapping[str, int],
    partner: Mapping[str, str],
    held: Mapping[str, str],
    one: str,
    other: str,
) -> Content:
    proposer = not _prefers(ranks, other, partner.get(one))
    receiver = not _prefers(ranks_of_receiver, one, held.get(other))
    if proposer and receiver:
        return Content.BOTH
    assert proposer or receiver, "deferred acceptance leaves no blocking pair"  # noqa: S101
    return Content.PROPOSER if proposer else Content.RECEIVER
