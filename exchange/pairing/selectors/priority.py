"""A concept paper's priorities, and the papers among which its team chooses."""

from dataclasses import dataclass

from exchange.dossiers.enums import RoundState
from exchange.dossiers.selectors.ranking import order_of
from exchange.dossiers.values.ranking import Order, version_of
from exchange.pairing.models import PairingRound, Priority
from exchange.pairing.selectors.affinity import affinities_of
from exchange.pairing.selectors.paper import Paper, counterparts_of, read_papers
from exchange.pairing.selectors.round import joint_of, round_of
from exchange.pairing.values.affinity import MeetingTexts
from exchange.people.disclosure import DisclosedProfile, Viewer, disclose_all
from exchange.people.models import Researcher
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Proposal, TeamMember

PREFILLED = 10


def priorities_of(round_: PairingRound, paper: Proposal) -> Order:
    """Public ids of the papers it ranked, best first."""
    return order_of(Priority.objects.filter(round=round_, chooser=paper))


def priorities_version(round_: PairingRound, paper: Proposal) -> str:
    return version_of(priorities_of(round_, paper))


@dataclass(frozen=True)
class Counterpart:
    """``affinity`` in [0, 1], ``None`` where nobody has read the two yet; ``leader`` where they show themselves to the reader.

    ``own`` is the paper to which ``paper`` is a counterpart.
    """

    own: Paper
    paper: Paper
    affinity: float | None
    meeting: MeetingTexts | None
    leader: DisclosedProfile | None

    @property
    def id(self) -> str:
        return self.paper.id


def counterparts_for(paper: Proposal, viewer: Viewer) -> list[Counterpart]:
    """Eligible papers of the other side, the closest first, in a constant number of queries."""
    own = next(iter(read_papers([paper])), None)
    papers = read_papers(counterparts_of(paper))
    if own is None or not papers:
        return []
    proposals = [one.proposal for one in papers]
    leaders = _leaders(proposals, viewer)
    found = [
        Counterpart(own, one, affinity.closeness, affinity.meeting, leaders.get(one.proposal.pk))
        for one, affinity in zip(papers, affinities_of(paper, proposals), strict=True)
    ]
    return sorted(found, key=lambda one: (-(one.affinity if one.affinity is not None else -1.0), one.paper.proposal.pk))


def suggested_order(counterparts: list[Counterpart]) -> Order:
    """Where no priorities are saved yet: the closest by affinity, as a beginning."""
    return tuple(one.id for one in counterparts if one.affinity is not None)[:PREFILLED]


@dataclass(frozen=True)
class OwnPriorities:
    """What a concept paper's team reads of its matching; ``order`` is saved, ``suggested`` is not."""

    round: PairingRound
    order: Order
    suggested: Order
    counterparts: list[Counterpart]
    joint: Proposal | None
    may_rank: bool

    @property
    def version(self) -> str:
        return version_of(self.order)


def own_priorities(paper: Proposal, viewer: Viewer, *, leads: bool) -> OwnPriorities | None:
    """``None`` for a paper that does not take part."""
    round_ = round_of(paper)
    if round_ is None:
        return None
    counterparts = counterparts_for(paper, viewer)
    return OwnPriorities(
        round=round_,
        order=priorities_of(round_, paper),
        suggested=suggested_order(counterparts),
        counterparts=counterparts,
        joint=joint_of(paper),
        may_rank=leads and round_.phase == RoundState.OPEN,
    )


def _leaders(papers: list[Proposal], viewer: Viewer) -> dict[int, DisclosedProfile]:
    rows = TeamMember.objects.filter(
        proposal__in=papers, role=Role.PI, state=MemberState.ACCEPTED, researcher__isnull=False
    )
    of_paper = {row.proposal_id: row.researcher for row in rows.select_related("researcher")}
    people: list[Researcher] = [person for person in of_paper.values() if person is not None]
    profiles = {profile.public_id: profile for profile in disclose_all(people, viewer)}
    return {
        paper: profiles[str(person.public_id)]
        for paper, person in of_paper.items()
        if person is not None and str(person.public_id) in profiles
    }
