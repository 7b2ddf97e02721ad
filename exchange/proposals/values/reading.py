"""A submission as people read it: under the version of the call that was in force, labels and all. Pure."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.values.text import Text
from exchange.people.enums import Side
from exchange.programmes.values.definition import CallDefinition, Document, Question
from exchange.proposals.enums import BudgetCategory
from exchange.proposals.values.answers import describe


@dataclass(frozen=True)
class ReadAnswer:
    """``text`` of everything but a table; ``rows`` of a table, in the order of ``columns``."""

    side: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def language(self) -> str:
        return Side(self.side).language if self.side else ""


@dataclass(frozen=True)
class ReadQuestion:
    key: str
    label: Text
    kind: QuestionKind
    columns: tuple[Text, ...]
    answers: tuple[ReadAnswer, ...]


@dataclass(frozen=True)
class ReadFile:
    label: Text | None
    side: str
    document: str
    name: str
    size: int
    pages: int | None
    sha256: str


@dataclass(frozen=True)
class ReadBudget:
    """One side's request: sums of its years, and in total."""

    side: str
    currency: str
    lines: tuple[Mapping[str, Any], ...]
    total_minor: int

    @property
    def years(self) -> list[str]:
        return sorted({line["year"] for line in self.lines})

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """Amounts of each year, by category, in the order in which budgets are written."""
        amounts = {(line["category"], line["year"]): line["amount_minor"] for line in self.lines}
        categories = [category for category in BudgetCategory if any(category == key for key, _year in amounts)]
        return [(category, [amounts.get((category, year), 0) for year in self.years]) for category in categories]


@dataclass(frozen=True)
class ReadSubmission:
    title_en: str
    title_ko: str
    members: tuple[Mapping[str, Any], ...]
    questions: tuple[ReadQuestion, ...]
    files: tuple[ReadFile, ...]
    budgets: tuple[ReadBudget, ...]


def read_content(content: Mapping[str, Any], definition: CallDefinition) -> ReadSubmission:
    """What :meth:`~exchange.proposals.values.content.ProposalContent.content` kept, with the labels of ``definition``."""
    documents = {document.key: document for document in definition.documents}
    return ReadSubmission(
        title_en=content["title"]["en"],
        title_ko=content["title"]["ko"],
        members=tuple(content["members"]),
        questions=tuple(_questions(content["answers"], definition)),
        files=tuple(_file(row, documents.get(row["document"])) for row in content["files"]),
        budgets=tuple(_budgets(content["budget"])),
    )


def _questions(answers: Iterable[Mapping[str, Any]], definition: CallDefinition) -> Iterator[ReadQuestion]:
    given: dict[str, list[Mapping[str, Any]]] = {}
    for answer in answers:
        given.setdefault(answer["question"], []).append(answer)
    for question in definition.questions:
        if question.key in given:
            yield ReadQuestion(
                question.key,
                question.label,
                question.kind,
                tuple(column.label for column in question.columns),
                tuple(_answer(question, row) for row in given[question.key]),
            )


def _answer(question: Question, row: Mapping[str, Any]) -> ReadAnswer:
    keys = [column.key for column in question.columns]
    lines = row["value"] or [] if question.kind == QuestionKind.TABLE else []
    rows = tuple(tuple(str(line.get(key, "")) for key in keys) for line in lines)
    return ReadAnswer(row["side"], describe(question, row["value"]), rows)


def _file(row: Mapping[str, Any], document: Document | None) -> ReadFile:
    names = ("side", "document", "name", "size", "pages", "sha256")
    return ReadFile(document.label if document else None, *(row[name] for name in names))


def _budgets(lines: Iterable[Mapping[str, Any]]) -> Iterator[ReadBudget]:
    by_side: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for line in lines:
        by_side.setdefault((line["side"], line["currency"]), []).append(line)
    for (side, currency), own in sorted(by_side.items()):
        yield ReadBudget(side, currency, tuple(own), sum(line["amount_minor"] for line in own))


@dataclass(frozen=True)
class Change:
    """A piece of text: ``kept``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class ChangedPart:
    label: str
    side: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Part:
    label: str
    text: str


_NOTHING = _Part("", "")


def compare(old: ReadSubmission, new: ReadSubmission) -> tuple[ChangedPart, ...]:
    """Every part that differs, in the order of the newer one; what is gone comes last."""
    before, after = dict(_parts(old)), dict(_parts(new))
    keys = [*after, *(key for key in before if key not in after)]
    pairs = [(key, before.get(key, _NOTHING), after.get(key, _NOTHING)) for key in keys]
    return tuple(
        ChangedPart(now.label or then.label, key[-1], changes_between(then.text, now.text))
        for key, then, now in pairs
        if then.text != now.text
    )


def _parts(read: ReadSubmission) -> Iterator[tuple[tuple[str, ...], _Part]]:
    """By kind and side; answers by their question's key, since two questions may have the same words."""
    yield ("title", "US"), _Part("title", read.title_en)
    yield ("title", "KR"), _Part("title", read.title_ko)
    for question in read.questions:
        for answer in question.answers:
            yield ("question", question.key, answer.side), _Part(str(question.label), answer.text)
    for side in ("KR", "US"):
        people = (f"{row['name']} ({row['role']})" for row in read.members if row["side"] == side)
        yield ("team", side), _Part("team", "\n".join(people))
        files = (f"{file.name} {file.sha256[:12]}" for file in read.files if file.side == side)
        yield ("files", side), _Part("files", "\n".join(files))
    for budget in read.budgets:
        lines = (f"{row['year']} {row['category']} {row['amount_minor']}" for row in budget.lines)
        yield ("budget", budget.side), _Part("budget", "\n".join(lines))


def changes_between(old: str, new: str) -> tuple[Change, ...]:
    """Word by word, white space kept.

    >>> [(one.kind, one.text) for one in changes_between("a b c", "a x c")]
    [('kept', 'a '), ('removed', 'b'), ('added', 'x'), ('kept', ' c')]
    """
    left, right = (re.findall(r"\s+|\S+", text) for text in (old, new))
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("kept", "".join(left[i1:i2])))
            continue
        pieces = (Change("removed", "".join(left[i1:i2])), Change("added", "".join(right[j1:j2])))
        found.extend(piece for piece in pieces if piece.text)
    return tuple(found)
