"""Places in teams with the times that decide whether the team can still submit, for what waits of either kind."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, FilteredRelation, Q, QuerySet

from exchange.programmes.enums import CallState
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import InformationRequest, TeamMember


def in_present_stage(places: QuerySet[TeamMember]) -> QuerySet[TeamMember]:
    """With ``opens_at`` and ``closes_at`` of the stage that the proposal is in; joined, which is read once however
    often a condition names them."""
    is_present = Q(proposal__call__stages__kind=F("proposal__stage"))
    stage = FilteredRelation("proposal__call__stages", condition=is_present)
    return places.annotate(present=stage, opens_at=F("present__opens_at"), closes_at=F("present__closes_at"))


def is_open(place: TeamMember, now: datetime) -> bool:
    """Whether the team can submit without being asked; ``place`` comes from :func:`in_present_stage`."""
    opens_at, closes_at = place.opens_at, place.closes_at  # type: ignore[attr-defined]
    is_published = place.proposal.call.state == CallState.PUBLISHED
    return is_published and opens_at is not None and opens_at <= now < closes_at


def requests_awaited(places: Iterable[TeamMember]) -> dict[int, InformationRequest]:
    """By proposal, what was asked that can still be answered; nothing is read where no team is asked."""
    asked = [place.proposal_id for place in places if place.proposal.state == ProposalState.INFORMATION_ASKED]
    if not asked:
        return {}
    return {request.proposal_id: request for request in InformationRequest.objects.awaited().filter(proposal__in=asked)}
