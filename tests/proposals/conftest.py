"""One joint proposal to the small call of the programmes' tests, complete and confirmed by nobody yet."""

import pytest
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import Researcher
from exchange.programmes.models import Call
from exchange.proposals.enums import Role
from exchange.proposals.models import Answer, Proposal
from exchange.proposals.services.proposals import add_accepted, create_proposal
from tests.programmes.conftest import *  # noqa: F403 - the programme, its call and its manager


def answer(proposal: Proposal, question: str, side: str, value: object) -> Answer:
    row, _made = Answer.objects.update_or_create(
        proposal=proposal, stage=proposal.stage, question=question, side=side, defaults={"value": value}
    )
    return row


def sign_off(proposal: Proposal) -> None:
    """Everybody declares nothing and signs."""
    proposal.members.update(projects_at_once=0, projects_as_pi=0, foreign_support="None", signed_off_at=timezone.now())


@pytest.fixture
def proposal(call: Call, korean_researcher: Researcher, us_researcher: Researcher) -> Proposal:
    """Led by the Korean and the US researcher; every rule fulfilled."""
    made = create_proposal(
        call, researcher=korean_researcher, title_en="Trust between people and robots", title_ko="사람과 로봇의 신뢰"
    )
    add_accepted(made, us_researcher, role=Role.PI)
    answer(made, "aims", Side.KR, "현장에서 신뢰를 측정한다.")
    answer(made, "aims", Side.US, "We measure trust on the floor.")
    sign_off(made)
    return made
