"""What the checks of a proposal register with."""

from exchange.dossiers.checks.registry import Checks
from exchange.proposals.values.content import ProposalContent

CHECKS: Checks[ProposalContent] = Checks()
