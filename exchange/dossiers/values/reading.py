"""What was filled in, as people read it: with the labels of the definition that was in force; and what changed. Pure."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.values.answers import describe
from exchange.dossiers.values.questions import Document, Question
from exchange.dossiers.values.text import Text


@dataclass(frozen=True)
class ReadAnswer:
    """``text`` of everything but a table; ``rows`` of a table, in the order of ``columns``."""

    party: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    language: str = ""


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
    party: str
    document: str
    name: str
    size: int
    pages: int | None
    sha256: str


def read_answers(
    rows: Iterable[Mapping[str, Any]], questions: Iterable[Question], *, party_name: str = "party"
) -> tuple[ReadQuestion, ...]:
    """What :meth:`~exchange.dossiers.values.content.Content.answer_rows` kept."""
    given: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        given.setdefault(row["question"], []).append(row)
    return tuple(
        ReadQuestion(
            question.key,
            question.label,
            question.kind,
            tuple(column.label for column in question.columns),
            tuple(_answer(question, row[party_name], row["value"]) for row in given[question.key]),
        )
        for question in questions
        if question.key in given
    )


def _answer(question: Question, party: str, value: Any) -> ReadAnswer:
    keys = [column.key for column in question.columns]
    lines = value or [] if question.kind == QuestionKind.TABLE else []
    rows = tuple(tuple(str(line.get(key, "")) for key in keys) for line in lines)
    return ReadAnswer(party, describe(question, value), rows, question.language_of(party))


def read_files(
    rows: Iterable[Mapping[str, Any]], documents: Iterable[Document], *, party_name: str = "party"
) -> tuple[ReadFile, ...]:
    """What :meth:`~exchange.dossiers.values.content.Content.file_rows` kept."""
    labels = {document.key: document.label for document in documents}
    names = (party_name, "document", "name", "size", "pages", "sha256")
    return tuple(ReadFile(labels.get(row["document"]), *(row[name] for name in names)) for row in rows)


@dataclass(frozen=True)
class Change:
    """A piece of text: ``kept``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class ChangedPart:
    label: str
    party: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Passage:
    """A text that two versions are compared by; its place ends with the party whose it is."""

    label: str
    text: str


Place = tuple[str, ...]
_NOTHING = Passage("", "")


def passages_of(questions: Iterable[ReadQuestion]) -> Iterator[tuple[Place, Passage]]:
    """By key, since two questions may have the same words."""
    for question in questions:
        for answer in question.answers:
            yield ("question", question.key, answer.party), Passage(str(question.label), answer.text)


def compare(old: Mapping[Place, Passage], new: Mapping[Place, Passage]) -> tuple[ChangedPart, ...]:
    """Every part that differs, in the order of the newer one; what is gone comes last."""
    places = [*new, *(place for place in old if place not in new)]
    pairs = [(place, old.get(place, _NOTHING), new.get(place, _NOTHING)) for place in places]
    return tuple(
        ChangedPart(now.label or then.label, place[-1], changes_between(then.text, now.text))
        for place, then, now in pairs
        if then.text != now.text
    )


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
