"""The matching of a call's concept papers: the facts it rests on, and its result in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from exchange.dossiers.enums import RoundState
from exchange.dossiers.selectors.ranking import orders_of
from exchange.pairing.enums import Unpaired
from exchange.pairing.models import PairingRound, Priority
from exchange.pairing.selectors.first_review import ManagedPaper, agency_for, managed_papers
from exchange.pairing.selectors.paper import Paper, eligible_papers, is_led, papers_in, side_of
from exchange.pairing.values.round import FoundPair, Market, PairingResult, WhyNot
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Proposal


def read_market(round_: PairingRound) -> Market:
    """The facts that a matching rests on, in an order that depends on nothing else."""
    papers = list(eligible_papers(round_.call))
    sides = {str(paper.public_id): side_of(paper) for paper in papers}
    orders = orders_of(sides, Priority.objects.filter(round=round_, chooser__in=papers, counterpart__in=papers))
    of_side = {side: {paper: orders[paper] for paper in sides if sides[paper] == side} for side in Side}
    return Market(of_side[Side.KR], of_side[Side.US], Side(round_.proposing_side))


@dataclass(frozen=True)
class ExplainedPair:
    found: FoundPair
    korean: Paper
    american: Paper
    joint: Proposal | None


@dataclass(frozen=True)
class ExplainedAlone:
    paper: Paper
    reason: str


@dataclass(frozen=True)
class ExplainedWhyNot:
    """``content`` are the papers of the two that prefer the partner they have."""

    korean: Paper
    american: Paper
    content: tuple[Paper, ...]


@dataclass(frozen=True)
class Explained:
    """A matching in words: who with whom and how high each ranked the other, who stays alone, why it is stable.

    ``is_current`` is false where papers or reviews have changed since.
    """

    pairs: tuple[ExplainedPair, ...]
    alone: tuple[ExplainedAlone, ...]
    not_paired: tuple[ExplainedWhyNot, ...]
    is_current: bool


def explain(round_: PairingRound, papers: Mapping[str, Paper]) -> Explained:
    """``papers`` by id; one that was withdrawn since is left out."""
    result = PairingResult.of(round_.result)
    joints = {str(pair.korean.public_id): pair.joint for pair in round_.pairs.select_related("korean", "joint__call")}
    return Explained(
        pairs=tuple(
            ExplainedPair(one, papers[one.korean], papers[one.american], joints.get(one.korean))
            for one in result.pairs
            if one.korean in papers and one.american in papers
        ),
        alone=tuple(
            ExplainedAlone(papers[one.paper], str(Unpaired(one.reason).label))
            for one in result.alone
            if one.paper in papers
        ),
        not_paired=tuple(
            _why_not(one, papers) for one in result.not_paired if {one.korean, one.american} <= set(papers)
        ),
        is_current=round_.is_current(lambda: read_market(round_).digest()),
    )


def _why_not(one: WhyNot, papers: Mapping[str, Paper]) -> ExplainedWhyNot:
    by_side = {Side.KR: papers[one.korean], Side.US: papers[one.american]}
    return ExplainedWhyNot(
        by_side[Side.KR], by_side[Side.US], tuple(paper for side, paper in by_side.items() if side in one.content)
    )


@dataclass(frozen=True)
class ManagedPairing:
    """What a call's managers read of its matching; ``explained`` once it was run."""

    round: PairingRound | None
    agency: Agency | None
    papers: list[ManagedPaper]
    explained: Explained | None

    @property
    def eligible(self) -> list[ManagedPaper]:
        return [managed for managed in self.papers if managed.is_eligible]


def managed_pairing(call: Call, user: User) -> ManagedPairing:
    papers = managed_papers(call)
    round_ = PairingRound.objects.filter(call=call).select_related("call__version", "run_by", "confirmed_by").first()
    is_over = round_ is not None and round_.state in {RoundState.RUN, RoundState.CONFIRMED}
    explained = explain(round_, {one.paper.id: one.paper for one in papers}) if round_ and is_over else None
    return ManagedPairing(round_, agency_for(user, call), papers, explained)


def round_of(paper: Proposal) -> PairingRound | None:
    """The matching in which the paper takes part, once its priorities were opened."""
    if paper.stage != StageKind.CONCEPT_PAPER or not eligible_papers(paper.call).filter(pk=paper.pk).exists():
        return None
    return PairingRound.objects.filter(call=paper.call_id).first()


def lacks_leader(paper: Proposal) -> bool:
    """It takes no part for no other reason than that its principal investigator is not confirmed on its side."""
    if paper.stage != StageKind.CONCEPT_PAPER or paper.state in {ProposalState.ADVANCED, ProposalState.NOT_ADVANCED}:
        return False
    waiting = papers_in().filter(~is_led(), pk=paper.pk).exclude(first_reviews__is_eligible=False)
    return waiting.exclude(call__pairing_round__state=RoundState.CONFIRMED).exists()


def joint_of(paper: Proposal) -> Proposal | None:
    """The joint draft that the paper became a part of."""
    if paper.stage != StageKind.CONCEPT_PAPER:
        return None
    return Proposal.objects.filter(Q(paired_from__korean=paper) | Q(paired_from__american=paper)).first()
