"""Counterparts of a concept paper: how close they come to it, and what of the two texts meets."""

from dataclasses import dataclass

import numpy as np

from exchange.people.disclosure import DisclosedProfile, Viewer, disclose_all
from exchange.people.models import Researcher
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.selectors.pairing import Paper, counterparts_of, read_papers
from matching.core.explanation import best_texts
from matching.core.scoring import topical_part
from matching.selectors.closeness import meetings_of, published_model_tag, texts_of
from matching.selectors.pairs import Meeting, Subject

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
