"""What a person can take from the teams, and that they leave them without a trace."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import queue_message
from exchange.people.enums import Side
from exchange.people.models import Organisation, Researcher, User
from exchange.people.services.account import erase_account, export_account
from exchange.programmes.models import Call
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Attachment, Proposal, Submission, TeamMember
from exchange.proposals.services.proposals import add_accepted, create_proposal
from exchange.proposals.services.team import invite_member
from tests.cast import make_researcher
from tests.concurrency import Beside
from tests.people.traces import rows_with
from tests.proposals.cast import confirm_both, submit_read

pytestmark = pytest.mark.django_db


def test_the_export_has_the_teams_and_what_was_written_in_them(
    proposal: Proposal, korean_researcher: Researcher
) -> None:
    user = korean_researcher.user
    proposal.answers.filter(side=Side.KR).update(changed_by=user)
    confirm_both(proposal)
    receipt = submit_read(proposal, by=user).receipt
    held = export_account(user)["proposals"]
    assert [(entry["title_en"], entry["role"], entry["foreign_support"]) for entry in held["teams"]] == [
        ("Trust between people and robots", Role.PI, "None")
    ]
    assert [answer["value"] for answer in held["answers"]] == ["현장에서 신뢰를 측정한다."]
    assert [submission["receipt"] for submission in held["submissions"]] == [receipt]


def test_a_team_goes_on_without_a_trace_of_who_left(
    proposal: Proposal, korean_researcher: Researcher, korean_organisation: Organisation
) -> None:
    heir = make_researcher("heir@example.org", "Heejin Oh", korean_organisation)
    add_accepted(proposal, heir, role=Role.CO_PI)
    assert {"proposals_teammember", "proposals_teammemberevent"} < set(rows_with("minji@"))
    erasure = erase_account(korean_researcher.user, by=korean_researcher.user)
    assert (rows_with("minji@"), rows_with("Minji Han")) == ([], [])
    assert erasure.counts["proposals.team_entries"] == 1
    states = proposal.members.order_by("pk").values_list("name", "role", "state", "foreign_support")
    assert list(states) == [
        ("—", Role.PI, MemberState.REMOVED, ""),
        ("Alex Rivers", Role.PI, MemberState.ACCEPTED, "None"),
        ("Heejin Oh", Role.PI, MemberState.ACCEPTED, ""),
    ]


def test_a_draft_of_nobody_else_goes_with_its_files(
    call: Call,
    korean_researcher: Researcher,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    alone = create_proposal(call, researcher=korean_researcher, title_en="A secret plan")
    TeamMember.objects.create(proposal=alone, side=Side.US, role=Role.PI, name="Asked", email="asked@example.org")
    row = Attachment(proposal=alone, stage=alone.stage, document="cv", side=Side.KR, name="cv.pdf", size=1)
    row.file.save("cv.pdf", ContentFile(b"x"))
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(korean_researcher.user, by=korean_researcher.user)
    assert (rows_with("A secret plan"), rows_with("asked@"), default_storage.exists(row.file.name)) == ([], [], False)


def test_what_was_submitted_stays_as_it_was(proposal: Proposal, korean_researcher: Researcher) -> None:
    confirm_both(proposal)
    content = submit_read(proposal, by=korean_researcher.user).content
    erase_account(korean_researcher.user, by=korean_researcher.user)
    assert proposal.submissions.get().content == content
    assert rows_with("minji@") == []


def test_what_a_sole_author_submitted_stays(call: Call, korean_researcher: Researcher) -> None:
    alone = create_proposal(call, researcher=korean_researcher, title_en="A plan of one")
    submission = Submission.objects.create(
        proposal=alone,
        stage=alone.stage,
        number=1,
        call_version=call.version,
        content={"title": {"en": "A plan of one"}},
        digest="0" * 64,
        submitted_at=timezone.now(),
    )
    erase_account(korean_researcher.user, by=korean_researcher.user)
    assert (Submission.objects.get(), Proposal.objects.get()) == (submission, alone)
    assert rows_with("minji@") == []


@pytest.mark.parametrize(
    ("state", "other", "goes"),
    [
        ("accepted", None, True),
        ("accepted", "accepted", False),
        ("accepted", "invited", False),
        ("accepted", "removed", True),
        ("removed", None, False),
    ],
)
def test_a_draft_goes_with_the_last_of_its_team(
    call: Call, korean_researcher: Researcher, us_researcher: Researcher, state: str, other: str | None, goes: bool
) -> None:
    """Somebody who has left it, and somebody who has left the site, are not of it."""
    draft = create_proposal(call, researcher=korean_researcher, title_en="A plan")
    if other:
        add_accepted(draft, us_researcher, role=Role.PI)
        draft.members.filter(researcher=us_researcher).update(state=other)
    draft.members.filter(researcher=korean_researcher).update(state=state)
    erase_account(korean_researcher.user, by=korean_researcher.user)
    assert Proposal.objects.exists() is not goes


@pytest.mark.parametrize(
    ("role", "state", "heir"),
    [
        (Role.PI, MemberState.ACCEPTED, "co@example.org"),
        (Role.CO_PI, MemberState.ACCEPTED, None),
        (Role.PI, MemberState.REMOVED, None),
    ],
)
def test_the_lead_goes_to_a_co_lead_of_the_same_side_who_is_there(
    call: Call,
    korean_researcher: Researcher,
    korean_organisation: Organisation,
    us_organisation: Organisation,
    role: Role,
    state: MemberState,
    heir: str | None,
) -> None:
    """Not to the other side, to somebody who left or was erased, or to a member who joined before."""
    draft = create_proposal(call, researcher=korean_researcher, title_en="A plan")
    draft.members.update(role=role, state=state)
    people = [
        ("us", us_organisation, Role.CO_PI),
        ("member", korean_organisation, Role.MEMBER),
        ("gone", korean_organisation, Role.CO_PI),
        ("erased", korean_organisation, Role.CO_PI),
        ("co", korean_organisation, Role.CO_PI),
    ]
    for name, organisation, as_role in people:
        add_accepted(draft, make_researcher(f"{name}@example.org", name, organisation), role=as_role)
    draft.members.filter(email="gone@example.org").update(state=MemberState.REMOVED)
    draft.members.filter(email="erased@example.org").update(researcher=None)
    draft.members.update(signed_off_at=timezone.now())
    erase_account(korean_researcher.user, by=korean_researcher.user)
    leading = draft.members.exclude(name="—").filter(role=Role.PI)
    assert list(leading.values_list("email", "signed_off_at")) == ([(heir, None)] if heir else [])


@pytest.mark.parametrize("is_verified", [True, False])
def test_an_invitation_goes_with_the_address_only_where_it_is_the_persons(
    proposal: Proposal, outsider: User, is_verified: bool
) -> None:
    lead = proposal.members.get(side=Side.US)
    invite_member(proposal, name="Out Sider", email="Old@example.org", side=Side.US, role=Role.MEMBER, inviter=lead)
    EmailAddress.objects.create(user=outsider, email="old@example.org", verified=is_verified)
    erase_account(outsider, by=outsider)
    there = [] if is_verified else ["messaging_outboxmessage", "proposals_teammember", "proposals_teammemberevent"]
    assert rows_with("old@example.org") == there


def test_a_place_is_of_whoever_took_it_whose_ever_its_address_is_now(proposal: Proposal, outsider: User) -> None:
    """An address can pass to somebody else: with it neither what the place says nor the power to blank it."""
    proposal.members.filter(email="alex@example.org").update(email=outsider.email)
    assert export_account(outsider)["proposals"]["teams"] == []
    erase_account(outsider, by=outsider)
    assert TeamMember.objects.get(name="Alex Rivers").has_accepted


@pytest.mark.django_db(transaction=True)
def test_an_erasure_waits_for_a_submission_and_not_the_other_way_round(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    with transaction.atomic():
        Proposal.objects.select_for_update().get(pk=proposal.pk)
        leaving = Beside(lambda: erase_account(korean_researcher.user, by=korean_researcher.user))
        leaving.wait_until_it_waits()
        for person in (korean_researcher, us_researcher):
            queue_message(person.user, category="proposal", key=str(person.pk), template="connected", context={})
    leaving.end()
    assert list(OutboxMessage.objects.values_list("user", flat=True)) == [us_researcher.user_id]
