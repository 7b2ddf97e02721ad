"""The questions of the present step with each party's answer, as the page shows and edits them."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from exchange.dossiers.checks.answers_within_limits import count_length
from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.models.answers import Answer
from exchange.dossiers.values.answers import describe, read_answer, typed_value
from exchange.dossiers.values.content import AnswerKey, Content
from exchange.dossiers.values.questions import Party, Question, name_of
from exchange.dossiers.values.reading import Change, changes_between
from exchange.people.models import User


@dataclass(frozen=True)
class OtherVersion:
    """What was saved meanwhile, by whom and when; ``changes`` lead from it to what was refused."""

    text: str
    by: str
    is_own: bool
    at: datetime
    is_text: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Trouble:
    """A saving that was refused: what was typed, why, and what stands there instead."""

    question: str
    party: Party
    typed: Any
    errors: tuple[str, ...] = ()
    other: OtherVersion | None = None


@dataclass(frozen=True)
class AnswerCell:
    """One party's answer to one question; ``typed`` is what stands in the field."""

    question: Question
    party: Party
    version: int
    typed: Any
    text: str
    is_editable: bool
    is_shown: bool
    trouble: Trouble | None = None

    @property
    def name(self) -> str:
        """Of the party in addresses."""
        return name_of(self.party)

    @property
    def anchor(self) -> str:
        return f"answer-{self.question.key}-{self.name}"

    @property
    def language(self) -> str:
        return self.question.language_of(self.party)

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


def other_version(question: Question, current: Answer, *, typed: Any, name: str, reader: User) -> OtherVersion:
    """``current`` as it meets the reader, who typed over an older one; their own second tab is not somebody else."""
    text = describe(question, current.value)
    return OtherVersion(
        text=text,
        by=name,
        is_own=current.changed_by_id == reader.pk,
        at=current.changed_at,
        is_text=question.kind.is_text,
        changes=changes_between(text, describe(question, read_answer(question, typed))),
    )


def question_at(questions: Iterable[Question], key: str, name: str, *, own: Container[Party]) -> tuple[Question, Party]:
    """The question, and whose answer an address means; raises where there is none, or another party writes it."""
    question = next((one for one in questions if one.key == key), None)
    party = next((one for one in question.parties if name_of(one) == name), "") if question else ""
    if question is None or party == "":
        raise Http404
    if party not in own:
        raise PermissionDenied
    return question, party


def answer_blocks(
    content: Content,
    answers: Mapping[AnswerKey, Answer],
    *,
    own: Container[Party],
    may_write: bool,
    trouble: Trouble | None = None,
) -> tuple[AnswerBlock, ...]:
    """Also those that do not apply now: the page shows them as soon as the choice is made.

    ``own``: for whom the reader writes, where they may.
    """

    def cell(question: Question, party: Party) -> AnswerCell:
        refused = trouble if trouble and (trouble.question, trouble.party) == (question.key, party) else None
        row = answers.get((question.key, str(party or "")))
        return _cell(question, party, content, row, is_editable=may_write and party in own, refused=refused)

    taking_part = (None, *content.parties)
    return tuple(
        AnswerBlock(question, tuple(cell(question, party) for party in question.parties if party in taking_part))
        for question in content.questions
        if question.kind != QuestionKind.FILE
    )


def own_cells(blocks: Iterable[AnswerBlock]) -> tuple[AnswerCell, ...]:
    """What the reader may write and is asked for: of these a browser may keep a text that is not saved."""
    return tuple(cell for block in blocks for cell in block.cells if cell.is_editable and cell.is_shown)


def _cell(
    question: Question,
    party: Party,
    content: Content,
    row: Answer | None,
    *,
    is_editable: bool,
    refused: Trouble | None,
) -> AnswerCell:
    value = row.value if row else None
    return AnswerCell(
        question=question,
        party=party,
        version=row.version if row else 0,
        typed=refused.typed if refused else typed_value(question, value),
        text=describe(question, value),
        is_editable=is_editable,
        is_shown=content.is_shown(question, party),
        trouble=refused,
    )
