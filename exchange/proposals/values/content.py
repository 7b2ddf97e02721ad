"""A proposal as one value: what the checks read, what is confirmed by digest, and what a submission keeps."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from exchange.dossiers.enums import QuestionKind
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.values.definition import CallDefinition, Document, Question
from exchange.proposals.enums import MemberState, Role

AnswerKey = tuple[str, str]
"""Question and side; the side is empty for an answer of the whole team."""


@dataclass(frozen=True, slots=True)
class Member:
    id: str
    researcher: int | None
    name: str
    organisation: str
    side: Side
    role: Role
    state: MemberState
    projects_at_once: int | None = None
    projects_as_pi: int | None = None
    last_collaboration_on: date | None = None
    foreign_support: str = ""
    signed_off: bool = False

    @property
    def has_accepted(self) -> bool:
        return self.state == MemberState.ACCEPTED


@dataclass(frozen=True, slots=True)
class File:
    document: str
    side: Side
    name: str
    size: int
    pages: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Money:
    side: Side
    year: str
    category: str
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class ProposalContent:
    """``elsewhere``: by researcher, how many other live proposals of the same call they lead as PI."""

    definition: CallDefinition
    stage: StageKind
    sides: tuple[Side, ...]
    title_en: str
    title_ko: str
    members: tuple[Member, ...]
    answers: Mapping[AnswerKey, Any]
    files: tuple[File, ...]
    budget: tuple[Money, ...]
    closes_at: datetime | None = None
    elsewhere: Mapping[int, int] = field(default_factory=dict)
    has_paying_partner: bool = False

    def members_of(self, side: Side, *roles: Role) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.side == side and (not roles or member.role in roles))

    def is_shown(self, part: Question | Document, side: Side | None) -> bool:
        """Whether its condition holds for this side, and that of the question it depends on, and so on."""
        if (condition := part.shown_if) is None:
            return True
        asked = next(one for one in self.definition.questions if one.key == condition.question)
        answering = side if side in asked.parties else next(iter(asked.parties))
        return bool(self.answer(asked, answering) == condition.equals and self.is_shown(asked, answering))

    def answer(self, question: Question, side: Side | None) -> Any:
        return self.answers.get((question.key, str(side or "")))

    def expected(self) -> tuple[tuple[Question, Side | None], ...]:
        """Every question that is to be answered now, with who answers it."""
        return tuple(
            (question, side)
            for question in self.definition.questions_of(self.stage)
            for side in question.parties
            if (side is None or side in self.sides)
            and question.kind != QuestionKind.FILE
            and self.is_shown(question, side)
        )

    def expected_documents(self) -> tuple[tuple[Document, Side], ...]:
        """Every file that can be handed in now, with the side that does."""
        return tuple(
            (document, side)
            for side in self.sides
            for document in self.definition.documents_of(self.stage, side)
            if self.is_shown(document, side)
        )

    def expected_files(self) -> tuple[tuple[Document, Side | None], ...]:
        """The documents, and the questions that a file answers; without side where the team hands in one."""
        asked = (
            (_as_document(question), side)
            for question in self.definition.questions_of(self.stage)
            for side in question.parties
            if question.kind == QuestionKind.FILE
            and (side is None or side in self.sides)
            and self.is_shown(question, side)
        )
        return (*self.expected_documents(), *asked)

    def files_for(self, document: Document, side: Side | None) -> tuple[File, ...]:
        found = (file for file in self.files if file.document == document.key)
        return tuple(file for file in found if side is None or file.side == side)

    def content(self) -> dict[str, Any]:
        """Ready for JSON; what is not asked any more is left out."""
        return {
            "stage": str(self.stage),
            "sides": [str(side) for side in self.sides],
            "has_paying_partner": self.has_paying_partner,
            "title": {"en": self.title_en, "ko": self.title_ko},
            "members": [_plain(asdict(member)) for member in self.members if member.has_accepted],
            "answers": [
                {"question": question.key, "side": str(side or ""), "value": self.answer(question, side)}
                for question, side in self.expected()
            ],
            "files": [_plain(asdict(file)) for file in self.files],
            "budget": [_plain(asdict(line)) for line in self.budget],
        }

    def digest(self) -> str:
        """SHA-256 of :meth:`content`; equal for equal content, whatever the order of saving was."""
        text = json.dumps(self.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _as_document(question: Question) -> Document:
    return Document(
        key=question.key,
        label=question.label,
        stage=question.stage,
        required=question.required,
        help=question.help,
        shown_if=question.shown_if,
    )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
