"""Invitations that wait for the invited person's answer, while the team can still submit with them."""

from collections.abc import Iterator

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.messaging.values.worklist import WorkItem
from exchange.people.models import User
from exchange.programmes.models import Stage
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import TeamMember
from exchange.proposals.selectors.proposals import open_invitations


def waiting_invitations(user: User) -> Iterator[WorkItem]:
    stage = Stage.objects.filter(call=OuterRef("proposal__call"), kind=OuterRef("proposal__stage"))
    dated = open_invitations(user).annotate(closes_at=Subquery(stage.values("closes_at")[:1]))
    ahead = Q(closes_at__gt=timezone.now()) | Q(proposal__state=ProposalState.INFORMATION_ASKED)
    for member in dated.filter(ahead):
        yield _invitation(member)


def _invitation(member: TeamMember) -> WorkItem:
    closes_at = member.closes_at  # type: ignore[attr-defined]
    return WorkItem(
        kind="invitation",
        subject=str(member.public_id),
        label=_("Invitation to a team"),
        title=str(member.proposal),
        detail=f"{member.get_role_display()} · {member.proposal.call}",
        act=_("Answer"),
        url=reverse("invitation", args=[member.public_id]),
        entry="proposal-list",
        due_at=closes_at if closes_at > timezone.now() else None,
    )
