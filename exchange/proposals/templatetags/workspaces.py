"""How the pages of a workspace find their way."""

from django import template
from django.urls import reverse

from exchange.proposals.models import Proposal

register = template.Library()

PARTS = {
    "answer": "proposal-answers",
    "budget": "proposal-budget",
    "file": "proposal-documents",
    "team": "proposal-team",
}


@register.simple_tag
def place_url(proposal: Proposal, place: str) -> str:
    """The part of the workspace that mends what a finding is about, e.g. ``answer-aims``."""
    name = PARTS.get(place.partition("-")[0], "proposal-detail")
    return f"{reverse(name, args=[proposal.public_id])}#{place}"
