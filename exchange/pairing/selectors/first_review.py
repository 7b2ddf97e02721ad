"""Concept papers and their first reviews as a call's managers read them."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from exchange.pairing.models import FirstReview
from exchange.pairing.selectors.paper import Paper, concept_papers, is_led, read_papers
from exchange.people.models import User
from exchange.programmes.models import Agency, Call
from exchange.programmes.rules import managed_by
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import TeamMember


def agency_for(user: User, call: Call) -> Agency | None:
    """For which agency of the call's programme the person acts."""
    office = managed_by(user).filter(programme=call.programme_id).select_related("officer__agency").first()
    return office.officer.agency if office else None


@dataclass(frozen=True)
class ManagedPaper:
    """A concept paper as the call's managers see it; ``ranked`` counts its priorities in the round.

    ``is_led``: its principal investigator is confirmed on its side; one who has moved to the other leads it no more.
    """

    paper: Paper
    leader: TeamMember | None
    reviews: tuple[FirstReview, ...]
    ranked: int
    is_led: bool

    @property
    def is_eligible(self) -> bool:
        return self.is_led and bool(self.reviews) and all(review.is_eligible for review in self.reviews)

    def review_of(self, agency: Agency | None) -> FirstReview | None:
        return next((review for review in self.reviews if agency and review.agency_id == agency.pk), None)


def managed_papers(call: Call) -> list[ManagedPaper]:
    """Every submitted paper, with reviews and the number of its priorities, in a constant number of queries."""
    named = TeamMember.objects.filter(role=Role.PI, state=MemberState.ACCEPTED)
    reviews = FirstReview.objects.select_related("agency", "entered_by")
    counted = Count("priorities", filter=Q(priorities__round__call=call))
    rows = concept_papers(call).annotate(ranked=counted, is_led=is_led())
    found = rows.prefetch_related(
        Prefetch("members", named, to_attr="leaders"), Prefetch("first_reviews", reviews, to_attr="known_reviews")
    )
    return [_managed(paper) for paper in read_papers(found)]


def _managed(paper: Paper) -> ManagedPaper:
    row = paper.proposal
    leaders: list[TeamMember] = row.leaders  # type: ignore[attr-defined]
    known: list[FirstReview] = row.known_reviews  # type: ignore[attr-defined]
    counted: tuple[int, bool] = row.ranked, row.is_led  # type: ignore[attr-defined]
    return ManagedPaper(paper, next(iter(leaders), None), tuple(known), *counted)
