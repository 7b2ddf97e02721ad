"""Two people who act on one proposal at the same time, in real transactions: one is first, the other is told."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from exchange.dossiers.enums import FileState
from exchange.dossiers.values.refusal import Refused
from exchange.people.enums import Side
from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, LateCode
from exchange.programmes.services import make_late_code, use_late_code
from exchange.proposals.enums import ProposalState, Role
from exchange.proposals.models import Attachment, Proposal, TeamMember
from exchange.proposals.services.answers import save_answer
from exchange.proposals.services.attachments import attach_file, remove_attachment
from exchange.proposals.services.budget import save_budget
from exchange.proposals.services.proposals import change_titles
from exchange.proposals.services.submission import withdraw_proposal
from exchange.proposals.services.team import accept_invitation, decline_invitation
from tests.cast import make_researcher
from tests.concurrency import Beside
from tests.dossiers.documents import pdf
from tests.proposals.cast import answer, by, confirm_both, pi_of, submit_read

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


CELL = ("KR:2096-07-01", "travel")
ANSWERED = {"side": Side.KR, "typed": "New", "version": 1}


def save(proposal: Proposal) -> object:
    (question,) = proposal.call.definition.questions
    return save_answer(proposal, question=question, by=by(pi_of(proposal, Side.KR)), **ANSWERED)


def attach(proposal: Proposal) -> object:
    file = ContentFile(pdf(), name="plan.pdf")
    return attach_file(proposal, document="plan", side=Side.KR, file=file, by=by(pi_of(proposal, Side.KR)))


WRITES: dict[str, Callable[[Proposal], object]] = {
    "answer": save,
    "budget": lambda it: save_budget(it, side=Side.KR, amounts={CELL: 5}, read={}),
    "file": attach,
    "file removed": lambda it: remove_attachment(it.attachments.get()),
    "titles": lambda it: change_titles(it, title_en="New", title_ko="", read=(it.title_en, it.title_ko)),
}


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("change", [{"state": ProposalState.WITHDRAWN}, {"stage": StageKind.FULL_PROPOSAL}])
def test_who_writes_while_it_is_decided_is_refused(
    proposal: Proposal, change: dict[str, str], name: str, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    values = {"stage": proposal.stage, "name": "x", "size": 1, "sha256": "0", "content_type": "application/pdf"}
    kept = ContentFile(b"x", name="x")
    Attachment.objects.create(proposal=proposal, document="figures", side=Side.KR, file=kept, **values)
    read = Proposal.objects.get(pk=proposal.pk)
    with transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**change)
        writing = Beside(lambda: WRITES[name](read))
        writing.wait_until_it_waits()
    with pytest.raises(PermissionDenied):
        writing.end()
    proposal.refresh_from_db()
    assert proposal.title_en == "Trust between people and robots"
    assert (proposal.budget_lines.count(), proposal.attachments.get().state) == (0, FileState.CURRENT)
    assert set(proposal.answers.values_list("version", flat=True)) == {1}
