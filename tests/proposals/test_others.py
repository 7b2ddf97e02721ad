"""Whatever a team does, or managers do to it, leaves every other team and every other stage as it was."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import Settings

from exchange.messaging.models import OutboxMessage
from exchange.people.enums import Side
from exchange.people.models import Organisation, Researcher, User
from exchange.people.services.account import erase_account, export_account
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, Programme
from exchange.programmes.services import create_call
from exchange.proposals.enums import Role
from exchange.proposals.models import (
    Answer,
    Attachment,
    BudgetLine,
    Confirmation,
    InformationRequest,
    Proposal,
    Submission,
    TeamMember,
)
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.services.answers import save_answer
from exchange.proposals.services.attachments import attach_file, remove_attachment
from exchange.proposals.services.budget import save_budget
from exchange.proposals.services.decisions import advance_proposal, ask_information, decline_proposal
from exchange.proposals.services.proposals import add_accepted, change_titles, create_proposal
from exchange.proposals.services.submission import (
    confirm_side,
    reopen_proposal,
    take_back_confirmation,
    withdraw_proposal,
)
from exchange.proposals.services.team import (
    accept_invitation,
    change_role,
    declare,
    decline_invitation,
    remove_member,
    resend_invitation,
    set_paying_partner,
)
from tests.cast import make_researcher
from tests.dossiers.documents import pdf
from tests.programmes.cast import make_definition, text
from tests.proposals.cast import answer, by, confirm_both, invite, pi_of, read_of, sent_earlier, sign_off, submit_read

OF_A_TEAM: tuple[Any, ...] = (
    Answer,
    Attachment,
    BudgetLine,
    Confirmation,
    InformationRequest,
    Submission,
    TeamMember,
)
OF_A_STAGE: tuple[Any, ...] = (Answer, Attachment, Confirmation, Submission)
LATER = StageKind.FULL_PROPOSAL
YEAR = "KR:2096-07-01"
NOTHING = {"projects_at_once": 0, "projects_as_pi": 0, "last_collaboration_on": None, "foreign_support": "None"}


@pytest.fixture
def draft_call(programme: Programme, korean_manager: User) -> Call:
    """In two stages, with documents, for partners who pay, too."""
    now = timezone.now()
    stages = [
        {"kind": kind, "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=days)}
        for kind, days in ((StageKind.WHITE_PAPER, 7), (LATER, 30))
    ]
    documents = [
        {"key": key, "label": text(key), "stage": "white_paper", "required": False} for key in ("plan", "figures")
    ]
    limits = {"load_with_paying_partner": {"projects": 6, "as_pi": 4}}
    definition = make_definition(stages=stages, documents=documents, limits=limits)
    return create_call(programme, definition=definition, by=korean_manager)


@pytest.fixture
def busy(proposal: Proposal, korean_organisation: Organisation, settings: Settings, tmp_path: Path) -> Proposal:
    """With a member more, somebody invited, a file of each side and kind, and something of a later stage."""
    settings.MEDIA_ROOT = tmp_path
    add_accepted(proposal, make_researcher("junior@example.org", "Junior", korean_organisation), role=Role.MEMBER)
    invite(proposal, "new@example.org", "KR", Role.MEMBER)
    fill(proposal)
    sign_off(proposal)
    digest = load_draft(proposal).digest()
    Answer.objects.create(proposal=proposal, stage=LATER, question="aims", side=Side.KR, value="Later")
    Confirmation.objects.create(proposal=proposal, stage=LATER, side=Side.KR, digest=digest)
    file_of(proposal, "plan", Side.KR, stage=LATER)
    return proposal


def file_of(proposal: Proposal, document: str, side: Side, **changes: Any) -> Attachment:
    values = {"stage": proposal.stage, "name": "x", "size": 1, "sha256": "0", "content_type": "application/pdf"}
    file = ContentFile(b"x", name="x")
    return Attachment.objects.create(proposal=proposal, document=document, side=side, file=file, **values | changes)


def fill(proposal: Proposal) -> None:
    for document, side in (("plan", Side.KR), ("plan", Side.US), ("figures", Side.KR)):
        file_of(proposal, document, side)
    for side, year, currency in ((Side.KR, YEAR, "KRW"), (Side.US, "US:2096-07-01", "USD")):
        values = {"category": "travel", "amount_minor": 1, "currency": currency}
        BudgetLine.objects.create(proposal=proposal, side=side, year=year, **values)


@pytest.fixture
def neighbour(
    call: Call, korean_organisation: Organisation, us_organisation: Organisation, korean_manager: User
) -> Proposal:
    """Another team of the call: submitted, asked for more, and somebody is invited."""
    lead = make_researcher("sora@example.org", "Sora Lim", korean_organisation)
    made = create_proposal(call, researcher=lead, title_en="Another", title_ko="다른 과제")
    add_accepted(made, make_researcher("pat@example.org", "Pat Lee", us_organisation), role=Role.PI)
    for side in Side:
        answer(made, "aims", side, "Other aims")
    fill(made)
    sign_off(made)
    confirm_both(made)
    submit_read(made, by=by(lead))
    ask_information(
        made, read=read_of(made), text="Which?", answer_until=timezone.now() + timedelta(days=3), by=korean_manager
    )
    TeamMember.objects.create(proposal=made, name="Kim", email="kim@example.org", side="KR", invited_by=by(lead))
    return made


def others(busy: Proposal, neighbour: Proposal) -> dict[str, list[Any]]:
    """Every row of the other team, of another stage, and of the US side."""
    found = {
        model.__name__: list(model.objects.filter(proposal=neighbour).order_by("pk").values()) for model in OF_A_TEAM
    }
    found |= {
        f"{model.__name__}, later": list(model.objects.filter(proposal=busy, stage=LATER).order_by("pk").values())
        for model in OF_A_STAGE
    }
    found |= {
        f"{model.__name__}, US": list(model.objects.filter(proposal=busy, side=Side.US).order_by("pk").values())
        for model in (Answer, Attachment, BudgetLine, TeamMember)
    }
    history = TeamMember.pgh_event_model.objects.filter(proposal=neighbour).order_by("pk")
    figures = busy.attachments.filter(document="figures").order_by("pk")
    mails = OutboxMessage.objects.filter(user__researcher__memberships__proposal=neighbour).order_by("pk")
    itself = Proposal.objects.filter(pk=neighbour.pk)
    return {
        **found,
        "history": list(history.values()),
        "figures": list(figures.values()),
        "mails": list(mails.values()),
        "itself": list(itself.values()),
    }


def member(proposal: Proposal, email: str) -> TeamMember:
    return proposal.members.get(email=email)


def aims(proposal: Proposal) -> None:
    (question,) = proposal.call.definition.questions
    save_answer(proposal, question=question, side=Side.KR, typed="New", version=1, by=lead(proposal))


def lead(proposal: Proposal) -> User:
    return by(pi_of(proposal, Side.KR))


def upload(proposal: Proposal) -> None:
    file = ContentFile(pdf(), name="plan.pdf")
    attach_file(proposal, document="plan", side=Side.KR, file=file, by=lead(proposal))
    own = proposal.attachments.filter(document="plan", side="KR", stage=proposal.stage).order_by("pk")
    assert list(own.values_list("state", flat=True)) == ["replaced", "current"]


def give_up_the_place(proposal: Proposal) -> None:
    """Of whoever is invited: nobody else can be missing before a side confirms."""
    remove_member(member(proposal, "new@example.org"), reason="Busy")


def confirm(proposal: Proposal) -> None:
    give_up_the_place(proposal)
    confirm_side(proposal, side=Side.KR, digest=load_draft(proposal).digest(), by=lead(proposal))


def take_back(proposal: Proposal) -> None:
    give_up_the_place(proposal)
    confirm_both(proposal)
    assert take_back_confirmation(proposal, side=Side.KR)
    assert [row.side for row in proposal.confirmations.filter(stage=proposal.stage)] == ["US"]


def submit(proposal: Proposal) -> None:
    give_up_the_place(proposal)
    confirm_both(proposal)
    submit_read(proposal, by=lead(proposal))


def ask(proposal: Proposal) -> None:
    submit(proposal)
    ask_information(
        proposal,
        read=read_of(proposal),
        text="Why?",
        answer_until=timezone.now() + timedelta(days=1),
        by=lead(proposal),
    )


def reply(proposal: Proposal) -> None:
    ask(proposal)
    submit_read(proposal, by=lead(proposal), answer="Because.")


def withdraw(proposal: Proposal) -> None:
    ask(proposal)
    withdraw_proposal(proposal, reason="A pause", by=lead(proposal))


def reopen(proposal: Proposal) -> None:
    withdraw(proposal)
    reopen_proposal(proposal)


def after_submission(act: Callable[..., Any]) -> Callable[[Proposal], Any]:
    def done(proposal: Proposal) -> None:
        submit(proposal)
        act(proposal, read=read_of(proposal), by=lead(proposal))

    return done


def send_again(proposal: Proposal) -> None:
    invited = member(proposal, "new@example.org")
    sent_earlier(invited)
    resend_invitation(invited, inviter=member(proposal, "minji@example.org"))


def join(proposal: Proposal) -> None:
    organisation = pi_of(proposal, Side.KR).organisation
    assert organisation is not None
    invited = make_researcher("new@example.org", "New", organisation)
    accept_invitation(member(proposal, "new@example.org"), researcher=invited)


ACTS: dict[str, Callable[[Proposal], Any]] = {
    "answer": aims,
    "upload": upload,
    "file removed": lambda it: remove_attachment(it.attachments.get(document="plan", side="KR", stage=it.stage)),
    "budget": lambda it: save_budget(it, side=Side.KR, amounts={(YEAR, "travel"): 5}, read={(YEAR, "travel"): 1}),
    "confirm": confirm,
    "take back": take_back,
    "submit": submit,
    "ask": ask,
    "reply": reply,
    "withdraw": withdraw,
    "reopen": reopen,
    "advance": after_submission(advance_proposal),
    "decline": after_submission(decline_proposal),
    "invite": lambda it: invite(it, "third@example.org", "KR", Role.MEMBER),
    "send again": send_again,
    "join": join,
    "turn down": lambda it: decline_invitation(member(it, "new@example.org"), reason="Busy"),
    "hand over": lambda it: change_role(member(it, "junior@example.org"), role=Role.PI),
    "remove": lambda it: remove_member(member(it, "junior@example.org"), reason="Left"),
    "declare": lambda it: declare(member(it, "junior@example.org"), values=NOTHING, signed=True),
    "partner": lambda it: set_paying_partner(it, pays=True),
    "titles": lambda it: change_titles(it, title_en="New", title_ko="새", read=(it.title_en, it.title_ko)),
    "erase": lambda it: erase_account(lead(it), by=lead(it)),
}


@pytest.mark.parametrize("name", ACTS)
def test_others_stay_as_they_were(busy: Proposal, neighbour: Proposal, name: str) -> None:
    before = others(busy, neighbour)
    ACTS[name](busy)
    assert others(busy, neighbour) == before


def test_the_export_tells_of_ones_own_teams_alone(
    busy: Proposal, neighbour: Proposal, korean_researcher: Researcher
) -> None:
    told = export_account(by(korean_researcher))["proposals"]
    assert [row["proposal"] for row in told["teams"]] == [str(busy.public_id)]
    assert (told["answers"], told["files"], told["submissions"]) == ([], [], [])
    aims(busy)
    upload(busy)
    submit(busy)
    told = export_account(by(korean_researcher))["proposals"]
    own = [{row["proposal__public_id"] for row in told[name]} for name in ("answers", "files", "submissions")]
    assert own == [{busy.public_id}] * 3
