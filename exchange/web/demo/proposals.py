"""Demo proposals in every state, made by the same services as real ones."""

import hashlib
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.values.questions import Party, Question
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from exchange.proposals.enums import BudgetCategory, Role
from exchange.proposals.models import Answer, Attachment, BudgetLine, Proposal, TeamMember
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.services.decisions import advance_proposal, ask_information, decline_proposal
from exchange.proposals.services.proposals import add_accepted, create_proposal
from exchange.proposals.services.submission import confirm_side, submit_proposal, withdraw_proposal
from exchange.web.demo.files import note_folder

CAST = Path(__file__).with_name("proposals.toml")
SECTIONS = {
    "goals": (
        "We want teams of people and machines that do better than either alone, and we say in numbers by how much.",
        "사람과 기계가 각자보다 더 잘하는 팀을 만들고, 얼마나 나아지는지 수치로 제시합니다.",
    ),
    "plan": (
        "Year one: instruments and a first study in both countries. Year two: the model. Year three: a joint field test.",
        "1차년도: 측정 도구와 양국의 첫 연구. 2차년도: 모델 개발. 3차년도: 공동 현장 시험.",
    ),
    "need_of_collaboration": (
        "One side has the field and the recordings, the other the method; neither can answer the question alone.",
        "한쪽은 현장과 기록을, 다른 쪽은 방법을 갖고 있어 혼자서는 이 질문에 답할 수 없습니다.",
    ),
    "capability": (
        "The team has published on the subject for five years and runs the facilities that the plan needs.",
        "우리 팀은 5년간 이 주제를 연구해 왔으며 계획에 필요한 시설을 운영합니다.",
    ),
    "use": (
        "Data, code and the test protocol are published, so that others can repeat the comparison.",
        "데이터와 코드, 시험 절차를 공개하여 다른 연구자가 비교를 반복할 수 있게 합니다.",
    ),
}
SHARES = {
    BudgetCategory.PERSONNEL: 60,
    BudgetCategory.TRAVEL: 15,
    BudgetCategory.MATERIALS: 15,
    BudgetCategory.INDIRECT: 10,
}


def load_proposals(call: Call, people: dict[str, Researcher], manager: User) -> None:
    """Nothing where the call has proposals already, or does not take any now."""
    if call.proposals.exists() or not call.is_open:
        return
    for row in tomllib.loads(CAST.read_text())["proposals"]:
        proposal = _begun(call, row, people)
        if row["state"] != "begun":
            _complete(proposal)
        if row["state"] not in {"begun", "complete"}:
            _submit(proposal)
            _decide(proposal, row["state"], manager)


def _begun(call: Call, row: dict[str, Any], people: dict[str, Researcher]) -> Proposal:
    korean, american = people[row["korean"]], people[row["american"]]
    proposal = create_proposal(call, researcher=korean, title_en=row["title_en"], title_ko=row["title_ko"])
    if row["state"] == "begun":
        _invite(proposal, american, by=korean)
    else:
        add_accepted(proposal, american, role=Role.PI)
    for side, language in ((Side.KR, "ko"), (Side.US, "en")):
        _answer(proposal, "abstract", side, row[f"abstract_{language}"])
    return proposal


def _invite(proposal: Proposal, researcher: Researcher, *, by: Researcher) -> None:
    TeamMember.objects.create(
        proposal=proposal,
        side=researcher.country,
        role=Role.PI,
        name=researcher.name_romanised,
        email=researcher.user.email if researcher.user else "",
        organisation=str(researcher.organisation or ""),
        invited_by=by.user,
    )


def _complete(proposal: Proposal) -> None:
    sign_off(proposal)
    draft = load_draft(proposal)
    for question, side in draft.expected():
        if draft.answer(question, side) is None:
            _answer(proposal, question.key, side or "", _value(question, side))
    BudgetLine.objects.bulk_create(_budget(proposal))
    attach_documents(proposal)


def sign_off(proposal: Proposal) -> None:
    proposal.members.update(projects_at_once=1, projects_as_pi=1, foreign_support="None", signed_off_at=timezone.now())


def attach_documents(proposal: Proposal) -> None:
    """An empty page for each document that the call asks for."""
    note_folder(Attachment(proposal=proposal).folder)
    for document, side in load_draft(proposal).expected_documents():
        _attach(proposal, document.key, str(side), f"{document.key}.pdf")


def _value(question: Question, side: Party) -> str:
    if question.kind == QuestionKind.CHOICE:
        return "no" if any(choice.key == "no" for choice in question.choices) else question.choices[0].key
    english, korean = SECTIONS.get(question.key, SECTIONS["use"])
    return korean if side == Side.KR else english


def _answer(proposal: Proposal, question: str, side: str, value: str) -> None:
    Answer.objects.create(proposal=proposal, stage=proposal.stage, question=question, side=side, value=value)


def _budget(proposal: Proposal) -> Iterator[BudgetLine]:
    for ceiling in proposal.call.definition.ceilings:
        for category, percent in SHARES.items():
            yield BudgetLine(
                proposal=proposal,
                side=ceiling.side,
                year=ceiling.key,
                category=category,
                amount_minor=ceiling.amount_minor * percent // 100,
                currency=ceiling.currency,
            )


def _attach(proposal: Proposal, document: str, side: str, name: str) -> None:
    from pypdf import PdfWriter  # every process imports this module, to ask whether there is a demo

    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    buffer = BytesIO()
    writer.write(buffer)
    content = buffer.getvalue()
    Attachment.objects.create(
        proposal=proposal,
        stage=proposal.stage,
        document=document,
        side=side,
        file=ContentFile(content, name=name),
        name=name,
        content_type="application/pdf",
        size=len(content),
        pages=1,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _submit(proposal: Proposal) -> None:
    digest = load_draft(proposal).digest()
    for side in (Side.KR, Side.US):
        confirm_side(proposal, side=side, digest=digest, by=_lead(proposal, side))
    submit_proposal(proposal, digest=digest, by=_lead(proposal, Side.KR))


def _lead(proposal: Proposal, side: Side) -> User:
    return User.objects.get(
        researcher__memberships__proposal=proposal,
        researcher__memberships__side=side,
        researcher__memberships__role=Role.PI,
    )


def _decide(proposal: Proposal, state: str, manager: User) -> None:
    if state == "asked":
        until = timezone.now() + timedelta(days=14)
        text = "Which robots do the two sites have, and do they share an interface?"
        ask_information(proposal, read=_receipt(proposal), text=text, answer_until=until, by=manager)
    elif state == "withdrawn":
        withdraw_proposal(proposal, reason="The partners apply next year.", by=_lead(proposal, Side.KR))
    elif state == "advanced":
        advance_proposal(proposal, read=_receipt(proposal), by=manager)
    elif state == "declined":
        decline_proposal(proposal, read=_receipt(proposal), by=manager)


def _receipt(proposal: Proposal) -> UUID:
    """Of what the manager reads."""
    receipt: UUID = proposal.submissions.latest("submitted_at").receipt
    return receipt
