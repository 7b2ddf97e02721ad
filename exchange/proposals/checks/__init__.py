"""What a proposal must fulfil, one rule a file. Importing the package registers them."""

from exchange.proposals.checks import (
    answers_given,
    answers_within_limits,
    budget_within_ceilings,
    documents_complete,
    load_limit,
    one_proposal_per_pi,
    page_limits,
    principal_investigators,
    prior_collaboration,
    supplement_base,
    team_accepted,
    team_signed_off,
    team_size,
    titles,
)
from exchange.proposals.checks.registry import Finding, Result, may_submit, registered, run_checks

__all__ = [
    "Finding",
    "Result",
    "answers_given",
    "answers_within_limits",
    "budget_within_ceilings",
    "documents_complete",
    "load_limit",
    "may_submit",
    "one_proposal_per_pi",
    "page_limits",
    "principal_investigators",
    "prior_collaboration",
    "registered",
    "run_checks",
    "supplement_base",
    "team_accepted",
    "team_signed_off",
    "team_size",
    "titles",
]
