"""Mail to the people of a proposal: each in their own language, once per key."""

from typing import Any

from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message
from exchange.people.models import User
from exchange.proposals.enums import MemberState
from exchange.proposals.models import Proposal


def team_users(proposal: Proposal) -> list[User]:
    """Accounts of everybody who has accepted."""
    accepted = User.objects.filter(
        researcher__memberships__proposal=proposal, researcher__memberships__state=MemberState.ACCEPTED
    )
    return list(accepted.distinct().order_by("pk"))


def tell_team(
    proposal: Proposal, template: str, *, key: str, category: Category = Category.PROPOSAL, **context: Any
) -> None:
    """With the agencies of the programme as ``offices``, for whoever has a question."""
    offices = proposal.call.programme.agencies.all()
    for user in team_users(proposal):
        queue_message(
            user,
            category=category,
            key=f"{key}-{user.pk}",
            template=template,
            context={"proposal": proposal, "offices": offices, **context},
        )
