"""A proposal as one of its team works on it."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from exchange.dossiers.values.questions import Party
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.proposals.enums import MemberState
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.rules import LEADING


@dataclass(frozen=True)
class Workspace:
    """The proposal, and the place that the reader has in its team."""

    proposal: Proposal
    member: TeamMember

    @property
    def side(self) -> Side:
        return Side(self.member.side)

    @property
    def own(self) -> tuple[Party, ...]:
        """Whose part the member writes: the own side's, and what the team writes once."""
        return (None, self.side)

    @cached_property
    def may_write(self) -> bool:
        """The own side's part and the team's own, while the proposal can be changed."""
        return self.proposal.is_editable

    @property
    def leads(self) -> bool:
        return self.member.role in LEADING


def workspace_of(user: User | AnonymousUser, public_id: UUID) -> Workspace | None:
    """In one query; ``None`` for whoever has no accepted place in the team."""
    if user.pk is None:
        return None
    places = TeamMember.objects.filter(
        proposal__public_id=public_id, researcher__user=user.pk, state=MemberState.ACCEPTED
    )
    member = places.select_related("proposal__call__version", "proposal__call__programme", "researcher").first()
    return Workspace(member.proposal, member) if member else None
