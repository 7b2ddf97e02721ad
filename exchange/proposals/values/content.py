"""A proposal as one value: what the checks read, what is confirmed by digest, and what a submission keeps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from exchange.dossiers.values.content import Content
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.values.definition import CallDefinition, Document, Question
from exchange.proposals.enums import MemberState, Role


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
class Money:
    side: Side
    year: str
    category: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ProposalContent(Content):
    """``elsewhere``: by researcher, how many other live proposals of the same call they lead as PI."""

    definition: CallDefinition
    stage: StageKind
    sides: tuple[Side, ...]
    title_en: str
    title_ko: str
    members: tuple[Member, ...]
    budget: tuple[Money, ...]
    closes_at: datetime | None = None
    elsewhere: Mapping[int, int] = field(default_factory=dict)
    has_paying_partner: bool = False

    party_name = "side"

    @property
    def parties(self) -> tuple[Side, ...]:
        return self.sides

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.definition.questions_of(self.stage)

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.definition.documents_of(self.stage)

    @property
    def all_questions(self) -> tuple[Question, ...]:
        return self.definition.questions

    def members_of(self, side: Side, *roles: Role) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.side == side and (not roles or member.role in roles))

    def content(self) -> dict[str, Any]:
        return {
            "stage": str(self.stage),
            "sides": [str(side) for side in self.sides],
            "has_paying_partner": self.has_paying_partner,
            "title": {"en": self.title_en, "ko": self.title_ko},
            "members": [_plain(asdict(member)) for member in self.members if member.has_accepted],
            "answers": self.answer_rows(),
            "files": self.file_rows(),
            "budget": [_plain(asdict(line)) for line in self.budget],
        }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
