"""What a call's managers decide about a submitted proposal: ask for more, let it go on, or not. A named person does.

``read`` is the receipt of the submission that they have read: where the team has submitted again since, nothing is
decided, and :class:`Stale` carries the newer one.
"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.http.stale import Stale
from exchange.people.models import User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Stage
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import InformationRequest, Proposal
from exchange.proposals.selectors.submissions import submissions_of
from exchange.proposals.services.telling import tell_team

UNREAD = gettext_lazy(
    "Nothing was changed, because the team has submitted again since you read this: read submission %(number)s first."
)


@transaction.atomic
def ask_information(
    proposal: Proposal, *, read: UUID | None, text: str, answer_until: datetime, by: User
) -> InformationRequest:
    """Open the proposal for an answer until ``answer_until``, and tell the team. Raises ``ValidationError`` by field."""
    current = _submitted(proposal, read=read)
    if answer_until <= timezone.now():
        raise ValidationError({"answer_until": _("Leave some time for the answer.")})
    asked = InformationRequest(proposal=current, text=text.strip(), answer_until=answer_until, asked_by=by)
    asked.full_clean()
    asked.save()
    current.state = ProposalState.INFORMATION_ASKED
    current.save(update_fields=["state"])
    tell_team(current, "information_asked", key=f"asked-{asked.public_id}", asked=asked)
    return asked


@transaction.atomic
def advance_proposal(proposal: Proposal, *, read: UUID | None, by: User) -> Proposal:
    """Invite to the next stage: a draft of it begins, with what was submitted kept. Raises ``ValidationError``."""
    current = _submitted(proposal, read=read)
    following = next_stage(current)
    if following is None:
        raise ValidationError(_("There is no later stage in this call."))
    if StageKind(following.kind).takes_submissions:
        current.stage, current.state = following.kind, ProposalState.DRAFT
    else:
        current.state = ProposalState.ADVANCED
    current.save(update_fields=["stage", "state"])
    tell_team(
        current, "proposal_advanced", key=f"advanced-{current.public_id}-{following.kind}", stage=following, by=by
    )
    return current


@transaction.atomic
def decline_proposal(proposal: Proposal, *, read: UUID | None, by: User) -> Proposal:
    """Do not invite to the next stage, and tell the team."""
    current = _submitted(proposal, read=read)
    current.state = ProposalState.NOT_ADVANCED
    current.save(update_fields=["state"])
    tell_team(current, "proposal_not_advanced", key=f"declined-{current.public_id}-{current.stage}", by=by)
    return current


def next_stage(proposal: Proposal) -> Stage | None:
    own = Stage.objects.get(call=proposal.call_id, kind=proposal.stage)
    return Stage.objects.filter(call=proposal.call_id, place__gt=own.place).order_by("place").first()


def waits_for_decision(proposal: Proposal) -> bool:
    """Submitted, and nothing is asked that the team can still answer: an answer that never comes holds up nobody."""
    if proposal.state == ProposalState.INFORMATION_ASKED:
        return not proposal.information_requests.awaited().exists()
    return proposal.state == ProposalState.SUBMITTED


def _submitted(proposal: Proposal, *, read: UUID | None) -> Proposal:
    """Held, without the question that was not answered in time: a later submission is not to answer it."""
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not waits_for_decision(current):
        raise ValidationError(_("Somebody else has decided already, or the team is still at work on it."))
    _require_read(current, read)
    current.information_requests.unanswered().delete()
    return current


def _require_read(proposal: Proposal, read: UUID | None) -> None:
    newest = submissions_of(proposal).first()
    if newest is not None and newest.receipt != read:
        raise Stale(newest, str(UNREAD % {"number": newest.number}))
