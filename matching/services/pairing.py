"""Concept papers: read again when their priorities open, and matched when these are closed."""

from exchange.pairing.enums import Unpaired
from exchange.pairing.values.round import FoundPair, LeftAlone, Market, PairingResult, WhyNot
from exchange.people.enums import Side
from exchange.people.models import User
from matching.core.stable import Content, StableMatching, match_stably
from matching.enums import RunKind
from matching.services.runs import request_run


def read_papers_again(by: User) -> None:
    """So that every team's list begins in the order of affinity."""
    request_run(RunKind.REFRESH, requested_by=by)


def solve(market: Market) -> PairingResult:
    """The stable matching that is best for the proposing side, told by side instead of by who proposes."""
    korean_proposes = market.proposing == Side.KR
    lists = (market.korean, market.american) if korean_proposes else (market.american, market.korean)
    found = match_stably(*lists)
    return PairingResult(
        market=market.digest(),
        pairs=tuple(sorted(_pairs(found, korean_proposes), key=lambda pair: pair.korean)),
        alone=tuple(LeftAlone(one.person, Unpaired(one.reason.value).value) for one in found.unmatched),
        not_paired=tuple(_not_paired(found, korean_proposes)),
    )


def _pairs(found: StableMatching, korean_proposes: bool) -> list[FoundPair]:
    if korean_proposes:
        return [
            FoundPair(one.proposer, one.receiver, one.rank_for_proposer, one.rank_for_receiver) for one in found.pairs
        ]
    return [FoundPair(one.receiver, one.proposer, one.rank_for_receiver, one.rank_for_proposer) for one in found.pairs]


def _not_paired(found: StableMatching, korean_proposes: bool) -> list[WhyNot]:
    proposing, receiving = (Side.KR, Side.US) if korean_proposes else (Side.US, Side.KR)
    content = {
        Content.PROPOSER: (proposing.value,),
        Content.RECEIVER: (receiving.value,),
        Content.BOTH: (Side.KR.value, Side.US.value),
    }
    return [
        WhyNot(
            one.proposer if korean_proposes else one.receiver,
            one.receiver if korean_proposes else one.proposer,
            content[one.content],
        )
        for one in found.certificate
    ]
