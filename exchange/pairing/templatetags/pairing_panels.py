"""Panels of the pairing on pages of slices below, which may not import it."""

from typing import Any

from django import template

from exchange.pairing.selectors.round import joint_of, lacks_leader, round_of
from exchange.proposals.models import Proposal

register = template.Library()


@register.inclusion_tag("pairing/components/panel.html")
def pairing_panel(proposal: Proposal) -> dict[str, Any]:
    """On a concept paper: where its matching stands, and the joint draft that came of it."""
    return {
        "proposal": proposal,
        "round": round_of(proposal),
        "joint": joint_of(proposal),
        "lacks_leader": lacks_leader(proposal),
    }
