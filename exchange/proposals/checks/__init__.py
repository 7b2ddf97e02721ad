"""What a proposal must fulfil, one rule a file. Importing the package registers them."""

from exchange.proposals.checks import answers_given, answers_within_limits, principal_investigators
from exchange.proposals.checks.registry import Finding, Result, may_submit, registered, run_checks

__all__ = [
    "Finding",
    "Result",
    "answers_given",
    "answers_within_limits",
    "may_submit",
    "principal_investigators",
    "registered",
    "run_checks",
]
