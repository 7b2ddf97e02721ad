"""The questions of the present stage with each side's answer, as the page shows and edits them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.dossiers.enums import QuestionKind
from exchange.people.enums import Side
from exchange.programmes.values.definition import Question
from exchange.proposals.checks.answers_within_limits import count_length
from exchange.proposals.models import Answer, TeamMember
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.values.answers import describe, typed_value
from exchange.proposals.values.content import ProposalContent


@dataclass(frozen=True)
class Trouble:
    """A saving that was refused: what was typed, why, and whose answer stands there instead."""

    question: str
    side: str
    typed: Any
    errors: tuple[str, ...] = ()
    theirs: str = ""
    by: str = ""


@dataclass(frozen=True)
class AnswerCell:
    """One side's answer to one question; ``typed`` is what stands in the field."""

    question: Question
    side: Side | None
    version: int
    typed: Any
    text: str
    is_editable: bool
    is_shown: bool
    trouble: Trouble | None = None

    @property
    def side_key(self) -> str:
        return str(self.side or "team")

    @property
    def anchor(self) -> str:
        return f"answer-{self.question.key}-{self.side_key}"

    @property
    def language(self) -> str:
        return self.side.language if self.side and self.question.kind.is_text else ""

    @property
    def depends_on(self) -> str:
        """The anchor of the choice that decides whether this is asked."""
        if (condition := self.question.shown_if) is None:
            return ""
        return f"answer-{condition.question}-"

    @property
    def length(self) -> int:
        return count_length(self.typed, self.question.limit_unit) if isinstance(self.typed, str) else 0

    @property
    def rows(self) -> list[list[tuple[str, str, str]]]:
        """Name, label and text of every cell of a table, with an empty row to go on."""
        given = self.typed if isinstance(self.typed, list) else []
        return [
            [
                (f"cell-{number}-{column.key}", str(column.label), row.get(column.key, ""))
                for column in self.question.columns
            ]
            for number, row in enumerate([*given, {}])
        ]


@dataclass(frozen=True)
class AnswerBlock:
    question: Question
    cells: tuple[AnswerCell, ...] = field(default=())

    @property
    def is_shown(self) -> bool:
        return any(cell.is_shown for cell in self.cells)


def answer_blocks(
    workspace: Workspace, draft: ProposalContent, trouble: Trouble | None = None
) -> tuple[AnswerBlock, ...]:
    """Also those that do not apply now: the page shows them as soon as the choice is made."""
    saved = Answer.objects.filter(proposal=workspace.proposal, stage=workspace.proposal.stage)
    rows = {(row.question, row.side): row for row in saved}
    return tuple(
        AnswerBlock(
            question,
            tuple(
                _cell(workspace, draft, rows, question, side, trouble)
                for side in question.parties
                if side is None or side in draft.sides
            ),
        )
        for question in draft.definition.questions_of(draft.stage)
        if question.kind != QuestionKind.FILE
    )


def _cell(
    workspace: Workspace,
    draft: ProposalContent,
    rows: Mapping[tuple[str, str], Answer],
    question: Question,
    side: Side | None,
    trouble: Trouble | None,
) -> AnswerCell:
    row = rows.get((question.key, str(side or "")))
    value = row.value if row else None
    own = trouble if trouble and (trouble.question, trouble.side) == (question.key, str(side or "")) else None
    return AnswerCell(
        question=question,
        side=side,
        version=row.version if row else 0,
        typed=own.typed if own else typed_value(question, value),
        text=describe(question, value),
        is_editable=workspace.may_write and side in {None, workspace.side},
        is_shown=draft.is_shown(question, side),
        trouble=own,
    )


def name_in_team(answer: Answer) -> str:
    """Who changed it last, as the team knows them."""
    member = TeamMember.objects.filter(proposal=answer.proposal_id, researcher__user=answer.changed_by_id).first()
    return member.name if member else ""
