"""Counterparts of a concept paper: how close they come to it, and what of the two texts meets."""

from dataclasses import dataclass

import numpy as np

from exchange.dossiers.enums import RoundState
from exchange.dossiers.values.ranking import version_of
from exchange.people.disclosure import DisclosedProfile, Viewer, disclose_all
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import PairingRound, Proposal, TeamMember
from exchange.proposals.selectors.pairing import (
    Explained,
    ManagedPaper,
    Paper,
    agency_for,
    counterparts_of,
    explain,
    joint_of,
    managed_papers,
    priorities_of,
    read_papers,
    round_of,
)
from matching.core.explanation import best_texts
from matching.core.scoring import topical_part
from matching.selectors.closeness import meetings_of, published_model_tag, texts_of
from matching.selectors.meetings import Meeting
from matching.selectors.pairs import Subject

PREFILLED = 10


@dataclass(frozen=True)
class Counterpart:
    """``affinity`` in [0, 1], ``None`` where no run has read the two yet; ``leader`` where they show themselves to the reader.

    ``first`` and ``second`` are for the templates that show a pair.
    """

    paper: Paper
    affinity: float | None
    meeting: Meeting | None
    leader: DisclosedProfile | None
    first: Subject
    second: Subject

    @property
    def id(self) -> str:
        return self.paper.id


def counterparts_for(paper: Proposal, viewer: Viewer) -> list[Counterpart]:
    """Eligible papers of the other side, the closest first, in a constant number of queries."""
    own = next(iter(read_papers([paper])), None)
    papers = read_papers(counterparts_of(paper))
    if own is None or not papers:
        return []
    tag = published_model_tag()
    mine = texts_of("paper", [paper.pk], model_tag=tag)
    theirs = texts_of("paper", [one.proposal.pk for one in papers], model_tag=tag)
    close = topical_part(mine, theirs)
    evidence = [best_texts(mine, theirs, 0, index, top=1) for index in range(len(papers))]
    meetings = meetings_of([row for rows in evidence for row in rows])
    leaders = _leaders([one.proposal for one in papers], viewer)
    found = [
        Counterpart(
            paper=one,
            affinity=None if close is None or np.isnan(close[0, index]) else float(close[0, index]),
            meeting=next((meetings[row] for row in evidence[index] if row in meetings), None),
            leader=leaders.get(one.proposal.pk),
            first=_subject(own),
            second=_subject(one),
        )
        for index, one in enumerate(papers)
    ]
    return sorted(found, key=lambda one: (-(one.affinity if one.affinity is not None else -1.0), one.paper.proposal.pk))


def suggested_order(counterparts: list[Counterpart]) -> tuple[str, ...]:
    """Where no priorities are saved yet: the closest by affinity, as a beginning."""
    return tuple(one.id for one in counterparts if one.affinity is not None)[:PREFILLED]


@dataclass(frozen=True)
class OwnPriorities:
    """What a concept paper's team reads of its matching; ``order`` is saved, ``suggested`` is not."""

    round: PairingRound
    order: tuple[str, ...]
    suggested: tuple[str, ...]
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


def _subject(paper: Paper) -> Subject:
    return Subject(paper.title, paper.side, "", "", None, None)


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
