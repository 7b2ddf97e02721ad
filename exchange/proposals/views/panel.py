"""What stands beside every page of the workspace: how the proposal fares under the rules of the call."""

from typing import Any

from exchange.proposals.checks import CHECKS
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.submissions import is_changed
from exchange.proposals.values.content import ProposalContent


def panel(proposal: Proposal, draft: ProposalContent) -> dict[str, Any]:
    return {"results": CHECKS.run(draft), "is_changed": is_changed(proposal, draft)}
