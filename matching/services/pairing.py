"""Run the matching of concept papers: the proposals' slice keeps the facts, this one finds the pairs."""

from datetime import datetime

from django.db import transaction

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.models import Call
from exchange.proposals.enums import Unpaired
from exchange.proposals.models import PairingRound
from exchange.proposals.services import pairing
from exchange.proposals.values.pairing import FoundPair, LeftAlone, Market, PairingResult, WhyNot
from matching.core.stable import Content, StableMatching, match_stably
from matching.enums import RunKind
from matching.services.runs import request_run


@transaction.atomic
def open_round(call: Call, *, closes_at: datetime, proposing_side: Side, by: User) -> PairingRound:
    """Open the priorities, and have the papers read, so that the lists begin in the order of affinity."""
    round_ = pairing.open_round(call, closes_at=closes_at, proposing_side=proposing_side)
    request_run(RunKind.REFRESH, requested_by=by)
    return round_


def run_pairing(round_: PairingRound, *, by: User) -> PairingRound:
    return pairing.match_papers(round_, solve=solve, by=by)


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
