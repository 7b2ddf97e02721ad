"""Which proposals a person is part of."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from exchange.people.models import User
from exchange.people.selectors.profile import verified_addresses
from exchange.programmes.models import Call, Stage
from exchange.proposals.enums import AT_THE_AGENCIES, EDITABLE, MemberState
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.rules import all_places_in_force, places_in_force


def calls_competed_in(user: User | AnonymousUser) -> QuerySet[Call]:
    """In which the person is on a live proposal."""
    return Call.objects.filter(pk__in=places_in_force(user).values("proposal__call"))


def places_competed_from(accounts: Any) -> Iterable[tuple[int, int]]:
    """Call and account of everybody of ``accounts`` who is on a live proposal."""
    return all_places_in_force().filter(researcher__user__in=accounts).values_list("proposal__call", "researcher__user")


def own_proposals(user: User | AnonymousUser) -> QuerySet[Proposal]:
    """Those in whose team the person is, the last changed first, with the deadline of the present stage."""
    accepted = TeamMember.objects.filter(researcher__user=user.pk, state=MemberState.ACCEPTED)
    mine = Proposal.objects.filter(pk__in=accepted.values("proposal"))
    stage = Stage.objects.filter(call=OuterRef("call"), kind=OuterRef("stage"))
    dated = mine.annotate(
        closes_at=Subquery(stage.values("closes_at")[:1]),
        waits_for_submission=Q(figures__is_changed=True, state__in=AT_THE_AGENCIES),
    )
    return dated.select_related("call__programme", "call__version").order_by("-changed_at", "-pk")


def begun_for(user: User | AnonymousUser, call: Call) -> QuerySet[Proposal]:
    """The person's proposals to ``call``."""
    return own_proposals(user).filter(call=call)


def open_invitations(user: User) -> QuerySet[TeamMember]:
    """Invitations to an address that the person has verified, into teams that are still at work.

    The index is of the address in small letters, as which it is kept; the address itself decides.
    """
    addresses = verified_addresses(user)
    waiting = TeamMember.objects.alias(folded=Lower("email")).filter(
        folded__in=addresses, email__in=addresses, state=MemberState.INVITED, proposal__state__in=EDITABLE
    )
    return waiting.select_related("proposal__call", "invited_by").order_by("-invited_at")
