"""What a proposal must fulfil, one rule a file. Importing the package registers them."""

from exchange.proposals.checks import (
    budget_within_ceilings,
    load_limit,
    one_proposal_per_pi,
    principal_investigators,
    prior_collaboration,
    shared,
    supplement_base,
    team_accepted,
    team_signed_off,
    team_size,
    titles,
)
from exchange.proposals.checks.registry import CHECKS

__all__ = [
    "CHECKS",
    "budget_within_ceilings",
    "load_limit",
    "one_proposal_per_pi",
    "principal_investigators",
    "prior_collaboration",
    "shared",
    "supplement_base",
    "team_accepted",
    "team_signed_off",
    "team_size",
    "titles",
]
