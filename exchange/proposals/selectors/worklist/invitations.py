"""Invitations that wait for the invited person's answer, while the team can still submit with them."""

from collections.abc import Iterator

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.programmes.enums import CallState
from exchange.programmes.models import Stage
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import InformationRequest, TeamMember
from exchange.proposals.selectors.proposals import open_invitations


def waiting_invitations(reader: Reader) -> Iterator[WorkItem]:
    now = timezone.now()
    stage = Stage.objects.filter(call=OuterRef("proposal__call"), kind=OuterRef("proposal__stage")).order_by()
    asked = InformationRequest.objects.awaited().filter(proposal=OuterRef("proposal"))
    # Nearly everybody has none: the long question is asked of those who have.
    invitations = open_invitations(reader.user)
    found = list(invitations.order_by().values_list("pk", flat=True))
    if not found:
        return
    dated = invitations.filter(pk__in=found).annotate(
        closes_at=Subquery(stage.values("closes_at")[:1]), answer_until=Subquery(asked.values("answer_until")[:1])
    )
    is_open = Q(proposal__call__state=CallState.PUBLISHED, closes_at__gt=now)
    is_asked = Q(proposal__state=ProposalState.INFORMATION_ASKED, answer_until__isnull=False)
    for member in dated.filter(is_open | is_asked):
        yield _invitation(member)


def _invitation(member: TeamMember) -> WorkItem:
    return WorkItem(
        kind="invitation",
        subject=str(member.public_id),
        label=_("Invitation to a team"),
        title=str(member.proposal),
        detail=f"{member.get_role_display()} · {member.proposal.call}",
        act=_("Answer"),
        url=reverse("invitation", args=[member.public_id]),
        entry="proposal-list",
        due_at=member.answer_until or member.closes_at,  # type: ignore[attr-defined]
    )
