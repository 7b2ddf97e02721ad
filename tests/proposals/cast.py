"""One joint proposal to the small call of the programmes' tests, complete and confirmed by nobody yet."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, AgencyOfficer, Call, Programme, ProgrammeManager
from exchange.proposals.enums import Role
from exchange.proposals.models import Answer, Proposal, Submission, TeamMember
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.submissions import submissions_of
from exchange.proposals.services.proposals import add_accepted, create_proposal
from exchange.proposals.services.submission import confirm_side, submit_proposal
from exchange.proposals.services.team import invite_member

# A message to the leads, as a manager writes it.
TEXTS = {
    "audience": "leads",
    "subject_en": "{title}: a word from us",
    "subject_ko": "{title}: 안내 말씀",
    "body_en": "Dear {name},\n{call}, {stage}: until {deadline}. <No. {number}>",
    "body_ko": "{name} 님께\n{call}, {stage}: {deadline}까지입니다. <{number}번>",
}


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


def by(researcher: Researcher) -> User:
    assert researcher.user is not None
    return researcher.user


def confirm_both(proposal: Proposal) -> None:
    digest = load_draft(proposal).digest()
    for side in (Side.KR, Side.US):
        confirm_side(proposal, side=side, digest=digest, by=by(pi_of(proposal, side)))


def submit_read(proposal: Proposal, *, by: User, late_code: str = "", answer: str = "") -> Submission:
    """As it is now, which ``by`` has read."""
    digest = digest_of(proposal)
    return submit_proposal(proposal, digest=digest, by=by, late_code=late_code, answer=answer)


def digest_of(proposal: Proposal) -> str:
    return load_draft(Proposal.objects.get(pk=proposal.pk)).digest()


def read_of(proposal: Proposal) -> UUID | None:
    """The receipt of what was submitted last, which a manager has read."""
    newest = submissions_of(proposal).first()
    return newest.receipt if newest else None


def pi_of(proposal: Proposal, side: Side) -> Researcher:
    pi = proposal.members.get(side=side, role="pi").researcher
    assert pi is not None
    return pi


def move_deadline(call: Call, seconds: float) -> None:
    """To so many seconds after the beginning of the present transaction, by the database's clock."""
    stage = call.stages.annotate(now=TransactionNow()).get()
    closes_at = stage.now + timedelta(seconds=seconds)
    call.stages.update(closes_at=closes_at, opens_at=closes_at - timedelta(days=1))


def invite(proposal: Proposal, email: str = "alex@example.org", side: str = "US", role: str = Role.PI) -> TeamMember:
    inviter = proposal.members.get(email="minji@example.org")
    return invite_member(proposal, name="Alex", email=email, side=side, role=role, inviter=inviter)


def sent_earlier(member: TeamMember, *, hours: int = 25) -> None:
    earlier = timezone.now() - timedelta(hours=hours)
    TeamMember.objects.filter(pk=member.pk).update(last_sent_at=earlier)


@pytest.fixture
def competitor(proposal: Proposal, korean_researcher: Researcher, iitp: Agency, programme: Programme) -> User:
    """On a proposal to the call, and a manager of its programme."""
    office = AgencyOfficer.objects.create(agency=iitp, user=korean_researcher.user)
    ProgrammeManager.objects.create(programme=programme, officer=office)
    return User.objects.get(pk=korean_researcher.user_id)
