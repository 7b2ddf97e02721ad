"""A submission as people read it: under the version of the call that was in force, labels and all. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exchange.dossiers.values.reading import (
    ChangedPart,
    Passage,
    Place,
    ReadFile,
    ReadQuestion,
    compare,
    passages_of,
    read_answers,
    read_files,
)
from exchange.programmes.values.definition import CallDefinition
from exchange.proposals.enums import BudgetCategory


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
    return ReadSubmission(
        title_en=content["title"]["en"],
        title_ko=content["title"]["ko"],
        members=tuple(content["members"]),
        questions=read_answers(content["answers"], definition.questions, party_name="side"),
        files=read_files(content["files"], definition.documents, party_name="side"),
        budgets=tuple(_budgets(content["budget"])),
    )


def _budgets(lines: Iterable[Mapping[str, Any]]) -> Iterator[ReadBudget]:
    by_side: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for line in lines:
        by_side.setdefault((line["side"], line["currency"]), []).append(line)
    for (side, currency), own in sorted(by_side.items()):
        yield ReadBudget(side, currency, tuple(own), sum(line["amount_minor"] for line in own))


def changes(old: ReadSubmission, new: ReadSubmission) -> tuple[ChangedPart, ...]:
    """Every part that differs."""
    return compare(dict(_passages(old)), dict(_passages(new)))


def _passages(read: ReadSubmission) -> Iterator[tuple[Place, Passage]]:
    yield ("title", "US"), Passage("title", read.title_en)
    yield ("title", "KR"), Passage("title", read.title_ko)
    yield from passages_of(read.questions)
    for side in ("KR", "US"):
        people = (f"{row['name']} ({row['role']})" for row in read.members if row["side"] == side)
        yield ("team", side), Passage("team", "\n".join(people))
        files = (f"{file.name} {file.sha256[:12]}" for file in read.files if file.party == side)
        yield ("files", side), Passage("files", "\n".join(files))
    for budget in read.budgets:
        lines = (f"{row['year']} {row['category']} {row['amount_minor']}" for row in budget.lines)
        yield ("budget", budget.side), Passage("budget", "\n".join(lines))
