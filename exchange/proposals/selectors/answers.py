"""A team's answers as they are saved."""

from exchange.dossiers.values.content import AnswerKey
from exchange.proposals.models import Answer, Proposal, TeamMember


def saved_answers(proposal: Proposal) -> dict[AnswerKey, Answer]:
    """Of the present stage."""
    saved = Answer.objects.filter(proposal=proposal, stage=proposal.stage)
    return {(row.question, row.side): row for row in saved}


def place_of(proposal: Proposal) -> str:
    """What names its answers in a browser that keeps what is not saved yet."""
    return f"{proposal.public_id}/{proposal.stage}"


def name_in_team(answer: Answer) -> str:
    """Who changed it last, as the team knows them."""
    member = TeamMember.objects.filter(proposal=answer.proposal_id, researcher__user=answer.changed_by_id).first()
    return member.name if member else ""
