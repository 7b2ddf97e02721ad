"""The team as its page shows it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from exchange.people.models import User
from exchange.people.selectors.profile import verified_addresses
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.models.team import TAKES_PART
from exchange.proposals.selectors.workspaces import Workspace


@dataclass(frozen=True)
class TeamRow:
    """``may_remove`` covers leaving by oneself; ``roles`` is what the reader may choose from; ``invites``: they may
    send this invitation again."""

    member: TeamMember
    is_own: bool
    may_remove: bool
    roles: tuple[Role, ...]
    invites: bool


def led_sides_of(proposal: Proposal) -> set[str]:
    """Sides that have their principal investigator, or have asked somebody to be it."""
    leading = proposal.members.filter(role=Role.PI, state__in=TAKES_PART)
    return set(leading.values_list("side", flat=True))


def entries_of(user: User) -> QuerySet[TeamMember]:
    """The person's places in teams, and the invitations to an address that is shown to be theirs."""
    mine = Q(researcher__user=user) | Q(researcher__isnull=True, email__in=verified_addresses(user))
    return TeamMember.objects.filter(mine)


def team_rows(workspace: Workspace, invited_sides: Collection[str]) -> tuple[TeamRow, ...]:
    """Everybody who was ever asked, those who take part first, each side together."""
    members = sorted(
        workspace.proposal.members.select_related("invited_by"),
        key=lambda one: (one.state not in TAKES_PART, one.side, list(Role).index(Role(one.role)), one.pk),
    )
    return tuple(_row(workspace, member, invited_sides) for member in members)


def _row(workspace: Workspace, member: TeamMember, invited_sides: Collection[str]) -> TeamRow:
    is_own = member.pk == workspace.member.pk
    is_lead = member.role == Role.PI
    managed = member.state in TAKES_PART and member.side in invited_sides
    hands_over = workspace.member.role == Role.PI and workspace.side == member.side and member.has_accepted
    roles = tuple(role for role in Role if role != Role.PI or hands_over) if managed and not is_lead else ()
    may_remove = workspace.may_write and (managed or is_own) and not (is_lead and member.has_accepted)
    return TeamRow(member, is_own, may_remove, roles, managed and member.state == MemberState.INVITED)
