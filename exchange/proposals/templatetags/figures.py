"""How the managers' pages name and count."""

from django import template

from exchange.proposals.enums import ProposalState
from exchange.proposals.selectors.office import Counts

register = template.Library()


@register.simple_tag
def drafts_of(counts: Counts, stage: str) -> int:
    return counts.in_state(ProposalState.DRAFT, stage)


@register.simple_tag
def state_label(state: str) -> str:
    return str(ProposalState(state).label)
