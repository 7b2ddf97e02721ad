"""Who may do what to a proposal. Each side edits its own part; the leads of both act for the whole."""

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from exchange.people.models import User
from exchange.people.rules.administration import administers
from exchange.people.selectors.profile import verified_addresses
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call
from exchange.programmes.rules import managed_by
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.models.team import TAKES_PART

OVER = (ProposalState.WITHDRAWN, ProposalState.NOT_ADVANCED)
LEADING = (Role.PI, Role.CO_PI)


def memberships(user: User | AnonymousUser, proposal: Proposal) -> QuerySet[TeamMember]:
    """The person's accepted places in the team; none for nobody."""
    accepted = proposal.members.filter(state=MemberState.ACCEPTED)
    return accepted.filter(researcher__user=user.pk) if user.pk is not None else accepted.none()


def edited_sides(user: User | AnonymousUser, proposal: Proposal) -> set[str]:
    """Sides whose part the person may write: their own, while the proposal can be changed."""
    if not proposal.is_editable:
        return set()
    return set(memberships(user, proposal).values_list("side", flat=True))


def led_sides(user: User | AnonymousUser, proposal: Proposal) -> set[str]:
    """Sides for which the person invites, confirms, submits and withdraws."""
    return set(memberships(user, proposal).filter(role__in=LEADING).values_list("side", flat=True))


def confirmed_sides(user: User | AnonymousUser, proposal: Proposal) -> set[str]:
    """Sides in whose name the person confirms the content: those they lead as principal investigator."""
    return set(memberships(user, proposal).filter(role=Role.PI).values_list("side", flat=True))


@rules.predicate
def may_confirm(user: User | AnonymousUser, proposal: Proposal) -> bool:
    return bool(confirmed_sides(user, proposal))


@rules.predicate
def is_member(user: User | AnonymousUser, proposal: Proposal) -> bool:
    return memberships(user, proposal).exists()


@rules.predicate
def may_write(user: User | AnonymousUser, proposal: Proposal) -> bool:
    return bool(edited_sides(user, proposal))


@rules.predicate
def leads(user: User | AnonymousUser, proposal: Proposal) -> bool:
    return bool(led_sides(user, proposal))


def places_in_force(user: User | AnonymousUser) -> QuerySet[TeamMember]:
    """The person's places on live proposals: in the calls of these they compete."""
    places = all_places_in_force()
    return places.filter(researcher__user=user.pk) if user.pk is not None else places.none()


def all_places_in_force() -> QuerySet[TeamMember]:
    return all_accepted_places().exclude(proposal__state__in=OVER)


def all_accepted_places() -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(state=MemberState.ACCEPTED)


def calls_with_managed_proposals(user: User | AnonymousUser) -> QuerySet[Call]:
    """Calls whose proposals the person reads and decides on as a manager, wherever that is asked.

    None in which they compete: who applies sees nothing of the others, whatever office they hold or take.
    """
    managed = Call.objects.filter(programme__in=managed_by(user).values("programme"))
    return managed.exclude(pk__in=places_in_force(user).values("proposal__call"))


@rules.predicate
def manages_proposals(user: User | AnonymousUser, call: Call) -> bool:
    return calls_with_managed_proposals(user).filter(pk=call.pk).exists()


@rules.predicate
def reads_others(user: User | AnonymousUser, call: Call) -> bool:
    """Whether as a manager or administrator they are shown what others have submitted.

    Who is competes no more: else it would be enough to withdraw one's own proposal for a while, or to begin it late.
    """
    if places_in_force(user).filter(proposal__call=call).exists():
        return False
    if not (administers(user) or manages_proposals(user, call)):
        return False
    own = all_accepted_places().filter(researcher__user=user.pk)
    submitted = Proposal.objects.filter(call=call, submitted_at__isnull=False)
    return submitted.exclude(pk__in=own.values("proposal")).exists()


@rules.predicate
def manages_its_call(user: User | AnonymousUser, proposal: Proposal) -> bool:
    """Never of a proposal in whose team they are, even one that is over: they decide on others alone."""
    return bool(manages_proposals(user, proposal.call)) and not memberships(user, proposal).exists()


@rules.predicate
def was_submitted(user: User | AnonymousUser, proposal: Proposal) -> bool:
    """What a team has never submitted is its own business: managers count drafts, they do not read them."""
    return proposal.submitted_at is not None


@rules.predicate
def is_invited(user: User | AnonymousUser, member: TeamMember) -> bool:
    """The invitation went to an address that the account has verified: having typed one proves nothing.

    Invitations and sign-up keep addresses in small letters alike. The database's own folding would take two mailboxes
    for one (a dotless ı for an i).
    """
    if not isinstance(user, User) or member.state not in TAKES_PART:
        return False
    return member.email in verified_addresses(user)


@rules.predicate
def is_own_place(user: User | AnonymousUser, member: TeamMember) -> bool:
    return user.pk is not None and member.researcher is not None and member.researcher.user_id == user.pk


def invited_sides(user: User | AnonymousUser, proposal: Proposal) -> set[str]:
    """Sides for which the person invites: their own, and the other one until somebody leads it."""
    if not proposal.is_editable or not (own := led_sides(user, proposal)):
        return set()
    taken = proposal.members.filter(role=Role.PI, state=MemberState.ACCEPTED).values_list("side", flat=True)
    return own | (set(proposal.sides) - set(taken))


@rules.predicate
def may_manage_member(user: User | AnonymousUser, member: TeamMember) -> bool:
    """A lead of the side; what concerns its principal investigator is theirs alone."""
    sides = invited_sides(user, member.proposal)
    if member.role == Role.PI and member.has_accepted:
        return is_own_place(user, member) and member.side in sides
    return member.side in sides


@rules.predicate
def may_leave(user: User | AnonymousUser, member: TeamMember) -> bool:
    return bool(is_own_place(user, member) and member.proposal.is_editable)


@rules.predicate
def leads_its_side(user: User | AnonymousUser, member: TeamMember) -> bool:
    """Who leads a side is decided by who leads it now."""
    return member.side in confirmed_sides(user, member.proposal)


def may_give_role(user: User | AnonymousUser, member: TeamMember, role: str) -> bool:
    """Of those who manage the member: the lead is given, and a lead's role changed, by whoever leads the side now."""
    return Role.PI not in {role, member.role} or user.has_perm("proposals.hand_over_lead", member)


@rules.predicate
def may_apply(user: User | AnonymousUser, call: Call) -> bool:
    return hasattr(user, "researcher") and call.state == CallState.PUBLISHED


rules.add_perm("proposals.begin_proposal", may_apply)
rules.add_perm("proposals.see_proposal", is_member | (manages_its_call & was_submitted))
rules.add_perm("proposals.be_in_team", is_member)
rules.add_perm("proposals.write_proposal", may_write)
rules.add_perm("proposals.lead_proposal", leads)
rules.add_perm("proposals.name_paying_partner", leads & may_write)
rules.add_perm("proposals.confirm_proposal", may_confirm)
rules.add_perm("proposals.manage_proposal", manages_its_call & was_submitted)
rules.add_perm("proposals.manage_proposals_of", manages_proposals)
rules.add_perm("proposals.answer_invitation", is_invited)
rules.add_perm("proposals.sign_off", is_own_place)
rules.add_perm("proposals.manage_member", may_manage_member)
rules.add_perm("proposals.hand_over_lead", leads_its_side)
rules.add_perm("proposals.remove_member", may_manage_member | may_leave)
