"""Two people who act on one proposal at the same time, in real transactions: one is first, the other is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from exchange.dossiers.values.refusal import Refused
from exchange.people.enums import Side
from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.models import Call, LateCode
from exchange.programmes.services import make_late_code, use_late_code
from exchange.proposals.enums import ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.services.submission import withdraw_proposal
from exchange.proposals.services.team import accept_invitation, decline_invitation
from tests.cast import make_researcher
from tests.concurrency import Beside
from tests.proposals.cast import answer, confirm_both, submit_read

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_use_of_a_late_code_goes_to_one_team(call: Call, korean_manager: User) -> None:
    stage = call.stages.get(kind="white_paper")
    tomorrow = timezone.now() + timedelta(days=1)
    code = make_late_code(stage, uses=1, expires_at=tomorrow, reason="Power cut", by=korean_manager).code
    with transaction.atomic():
        assert use_late_code(stage, code=code) is True
        second = Beside(lambda: use_late_code(stage, code=code))
        second.wait_until_it_waits()
    assert second.end() is False
    assert LateCode.objects.get().uses_left == 0


@pytest.fixture
def place(proposal: Proposal) -> TeamMember:
    return TeamMember.objects.create(
        proposal=proposal, side=Side.KR, role=Role.CO_PI, name="Asked", email="asked@example.org"
    )


def test_of_two_who_accept_one_invitation_one_takes_the_place(
    place: TeamMember, korean_organisation: Organisation
) -> None:
    first, second = (make_researcher(f"{name}@example.org", name, korean_organisation) for name in ("first", "second"))
    with transaction.atomic():
        accept_invitation(place, researcher=first)
        other = Beside(lambda: accept_invitation(place, researcher=second))
        other.wait_until_it_waits()
    with pytest.raises(ValidationError):
        other.end()
    assert TeamMember.objects.get(pk=place.pk).researcher == first


def test_accepting_and_declining_an_invitation_at_once_is_what_came_first(
    place: TeamMember, korean_organisation: Organisation
) -> None:
    person = make_researcher("asked@example.org", "Asked", korean_organisation)
    with transaction.atomic():
        decline_invitation(place, reason="No time")
        accepting = Beside(lambda: accept_invitation(place, researcher=person))
        accepting.wait_until_it_waits()
    with pytest.raises(ValidationError):
        accepting.end()
    assert TeamMember.objects.get(pk=place.pk).researcher is None


def test_who_submits_again_while_another_withdraws_is_told(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    confirm_both(proposal)
    submit_read(proposal, by=us_researcher.user)
    answer(proposal, "aims", Side.US, "We measure it better.")
    confirm_both(proposal)
    with transaction.atomic():
        withdraw_proposal(proposal, reason="Next year", by=korean_researcher.user)
        again = Beside(lambda: submit_read(proposal, by=us_researcher.user))
        again.wait_until_it_waits()
    with pytest.raises(Refused):
        again.end()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.submissions.count()) == (ProposalState.WITHDRAWN, 1)
