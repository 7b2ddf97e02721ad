"""The team: invited, accepted, given roles, signed off, left. One writer per proposal at a time."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message, queue_to_address
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.selectors.side import UNCONFIRMED, confirmed_side
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.models.team import MOST_SENDINGS, TAKES_PART
from exchange.proposals.services.proposals import refuse_readers

MOST_MEMBERS = 60
SENT_ENOUGH = gettext_lazy("This invitation was sent often enough. Write to the person yourself.")
DECLARED = ("projects_at_once", "projects_as_pi", "last_collaboration_on", "foreign_support")


@transaction.atomic
def invite_member(
    proposal: Proposal, *, name: str, email: str, side: str, role: str, inviter: TeamMember
) -> TeamMember:
    """Raises ``ValidationError``: already in the team, the side has its principal investigator, or all is decided."""
    _require_editable(_locked(proposal))
    if side not in proposal.sides:
        raise ValidationError({"side": _("This proposal is of the other side alone.")})
    if proposal.members.filter(state__in=TAKES_PART).count() >= MOST_MEMBERS:
        raise ValidationError(_("A team has at most %(limit)d people.") % {"limit": MOST_MEMBERS})
    user = inviter.researcher.user if inviter.researcher else None
    member = TeamMember(proposal=proposal, name=name, email=email.lower(), side=side, role=role, invited_by=user)
    member.times_sent = _times_sent_in_vain(member) + 1
    if member.times_sent > MOST_SENDINGS:
        raise ValidationError({"email": SENT_ENOUGH})
    member.full_clean()
    member.save()
    _touch(proposal)
    _send_invitation(member, inviter)
    return member


def _times_sent_in_vain(member: TeamMember) -> int:
    """To the same address, by invitations that were removed unanswered: removing one gives it no further mails."""
    removed = member.proposal.members.filter(email=member.email, state=MemberState.REMOVED, replied_at__isnull=True)
    return removed.aggregate(most=Max("times_sent"))["most"] or 0


@transaction.atomic
def resend_invitation(member: TeamMember, *, inviter: TeamMember) -> TeamMember:
    """Once a day and not for ever. Raises ``ValidationError``: answered already, or sent too recently or too often."""
    current = _writable_member(member, MemberState.INVITED)
    if current.sent_again_from is None:
        raise ValidationError(SENT_ENOUGH)
    if not current.may_be_sent_again:
        raise ValidationError(_("This invitation was sent less than a day ago."))
    current.last_sent_at, current.times_sent = timezone.now(), current.times_sent + 1
    current.full_clean()
    current.save()
    _send_invitation(current, inviter)
    return current


def _send_invitation(member: TeamMember, inviter: TeamMember) -> None:
    """To the account that has verified the address where there is one; nobody learns which of the two it was."""
    context = {"member": member, "proposal": member.proposal, "inviter": inviter}
    message: dict[str, Any] = {
        "category": Category.PROPOSAL,
        "key": f"invitation-{member.public_id}-{member.times_sent}",
        "template": "proposal_invitation",
        "context": context,
    }
    if user := _account(member.email):
        queue_message(user, **message)
    else:
        queue_to_address(member.email, language=Side(member.side).language, **message)


def _account(email: str) -> User | None:
    verified = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    return verified.user if verified else None


@transaction.atomic
def accept_invitation(member: TeamMember, *, researcher: Researcher) -> TeamMember:
    """The invited person takes the place, on their own side, before anything is decided. Raises ``ValidationError``."""
    current = _writable_member(member, MemberState.INVITED)
    if researcher.side != current.side:
        raise ValidationError(
            _("This place is on the side of %(side)s, but your organisation is not.")
            % {"side": current.get_side_display()}
        )
    if confirmed_side(researcher) is None:
        raise ValidationError(UNCONFIRMED)
    refuse_readers(current.proposal.call, researcher)
    current.researcher = researcher
    current.name = researcher.name_romanised
    current.organisation = str(researcher.organisation or "")
    current.state, current.replied_at = MemberState.ACCEPTED, timezone.now()
    return _saved(current)


@transaction.atomic
def decline_invitation(member: TeamMember, *, reason: str = "") -> TeamMember:
    current = _locked_member(member, MemberState.INVITED)
    current.state, current.replied_at, current.left_reason = MemberState.DECLINED, timezone.now(), reason.strip()
    return _saved(current)


@transaction.atomic
def change_role(member: TeamMember, *, role: str) -> TeamMember:
    """Another role makes the sign-off void. A new PI takes over from the old one, who stays as co-PI."""
    current = _writable_member(member, *TAKES_PART)
    if current.role == role:
        return current
    if current.role == Role.PI:
        raise ValidationError(_("Make somebody else principal investigator: this person then becomes co-PI."))
    if role == Role.PI:
        _make_room(current)
    current.role, current.signed_off_at = role, None
    return _saved(current)


def _make_room(successor: TeamMember) -> None:
    if not successor.has_accepted:
        raise ValidationError(_("Only somebody who has accepted can take over the lead."))
    leading = TeamMember.objects.filter(
        proposal=successor.proposal_id, side=successor.side, role=Role.PI, state__in=TAKES_PART
    )
    leading.update(role=Role.CO_PI, signed_off_at=None)


@transaction.atomic
def remove_member(member: TeamMember, *, reason: str) -> TeamMember:
    """Removed by the side's lead or gone by themselves; the lead is handed over first. Raises ``ValidationError``."""
    current = _writable_member(member, *TAKES_PART)
    if current.role == Role.PI and current.has_accepted:
        raise ValidationError(_("Hand over the lead first: make somebody else principal investigator."))
    current.state, current.left_reason = MemberState.REMOVED, reason.strip()
    return _saved(current)


@transaction.atomic
def declare(member: TeamMember, *, values: Mapping[str, Any], signed: bool) -> TeamMember:
    """What a person says of themselves; only the last version that they signed counts. Raises ``ValidationError``."""
    current = _writable_member(member, MemberState.ACCEPTED)
    for name in DECLARED:
        setattr(current, name, values[name])
    current.signed_off_at = timezone.now() if signed else None
    return _saved(current)


@transaction.atomic
def set_paying_partner(proposal: Proposal, *, pays: bool) -> Proposal:
    """Raises ``ValidationError``: the call knows no such partner, or the proposal cannot be changed any more."""
    current = Proposal.objects.select_for_update(of=("self",)).select_related("call__version").get(pk=proposal.pk)
    _require_editable(current)
    if pays and current.call.definition.limits.load_with_paying_partner is None:
        text = _("This call does not provide for a foreign partner who pays: its limits are the same with one.")
        raise ValidationError({"has_paying_partner": text})
    current.has_paying_partner, current.changed_at = pays, timezone.now()
    current.full_clean()
    current.save(update_fields=["has_paying_partner", "changed_at"])
    return current


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _require_editable(proposal: Proposal) -> None:
    if not proposal.is_editable:
        raise ValidationError(_("This is not open any more: %(state)s.") % {"state": proposal.get_state_display()})


def _locked_member(member: TeamMember, *states: str) -> TeamMember:
    _locked(member.proposal)
    current = TeamMember.objects.select_related("proposal__call").get(pk=member.pk)
    if current.state not in states:
        raise ValidationError(_("This is not open any more: %(state)s.") % {"state": current.get_state_display()})
    return current


def _writable_member(member: TeamMember, *states: str) -> TeamMember:
    """While the proposal can be changed: the door asked before, and it may have been decided since."""
    current = _locked_member(member, *states)
    _require_editable(current.proposal)
    return current


def _saved(member: TeamMember) -> TeamMember:
    member.full_clean()
    member.save()
    _touch(member.proposal)
    return member


def _touch(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(changed_at=timezone.now())
