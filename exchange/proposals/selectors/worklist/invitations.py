"""Invitations that wait for the invited person's answer, while the team can still submit with them."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.proposals.models import TeamMember
from exchange.proposals.selectors.proposals import open_invitations
from exchange.proposals.selectors.worklist.places import in_present_stage, is_open, requests_awaited


def waiting_invitations(reader: Reader) -> Iterator[WorkItem]:
    # Nearly everybody has none: the long question is asked of those who have.
    invitations = open_invitations(reader.user)
    found = list(invitations.order_by().values_list("pk", flat=True))
    if not found:
        return
    invited = list(in_present_stage(invitations.filter(pk__in=found)))
    asked = requests_awaited(invited)
    now = timezone.now()
    for member in invited:
        request = asked.get(member.proposal_id)
        if request or is_open(member, now):
            yield _invitation(member, request.answer_until if request else member.closes_at)  # type: ignore[attr-defined]


def _invitation(member: TeamMember, due_at: datetime) -> WorkItem:
    return WorkItem(
        kind="invitation",
        subject=str(member.public_id),
        label=_("Invitation to a team"),
        title=str(member.proposal),
        detail=f"{member.get_role_display()} · {member.proposal.call}",
        act=_("Answer"),
        url=reverse("invitation", args=[member.public_id]),
        entry="proposal-list",
        due_at=due_at,
    )
