"""Facts about proposals: teams, answers, budgets, files, what was submitted and what was decided on the way."""

from exchange.proposals.models.answers import Answer
from exchange.proposals.models.attachments import Attachment
from exchange.proposals.models.budget import BudgetLine
from exchange.proposals.models.changes import ChangedProposal
from exchange.proposals.models.figures import ProposalFigures
from exchange.proposals.models.proposal import Proposal
from exchange.proposals.models.submission import Confirmation, InformationRequest, Submission
from exchange.proposals.models.team import TeamMember

__all__ = [
    "Answer",
    "Attachment",
    "BudgetLine",
    "ChangedProposal",
    "Confirmation",
    "InformationRequest",
    "Proposal",
    "ProposalFigures",
    "Submission",
    "TeamMember",
]
