"""A dossier as one value: what is asked for now and what was filled in; what the checks read and a digest names. Pure."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.values.questions import Document, Party, Question

AnswerKey = tuple[str, str]
"""Question and party; the party is empty for an answer of all together."""


@dataclass(frozen=True, slots=True)
class File:
    document: str
    party: str
    name: str
    size: int
    pages: int | None
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Content(ABC):
    """A kind of dossier adds what else it is made of, and says who takes part and what is asked of them."""

    answers: Mapping[AnswerKey, Any]
    files: tuple[File, ...]

    party_name: ClassVar[str] = "party"
    """What a party is called in kept content."""

    @property
    @abstractmethod
    def parties(self) -> tuple[str, ...]:
        """Who takes part."""

    @property
    @abstractmethod
    def questions(self) -> tuple[Question, ...]:
        """Asked at the present step."""

    @property
    @abstractmethod
    def documents(self) -> tuple[Document, ...]:
        """The same of files."""

    @property
    def all_questions(self) -> tuple[Question, ...]:
        """Also those of other steps, on whose answers a condition may depend."""
        return self.questions

    def is_shown(self, part: Question | Document, party: Party) -> bool:
        """Whether its condition holds for this party, and that of the question it depends on, and so on."""
        if (condition := part.shown_if) is None:
            return True
        asked = next(one for one in self.all_questions if one.key == condition.question)
        answering = party if party in asked.parties else next(iter(asked.parties))
        return bool(self.answer(asked, answering) == condition.equals and self.is_shown(asked, answering))

    def answer(self, question: Question, party: Party) -> Any:
        return self.answers.get((question.key, str(party or "")))

    def expected(self) -> tuple[tuple[Question, Party], ...]:
        """Every question that is to be answered now, with who answers it."""
        return tuple(
            (question, party)
            for question in self.questions
            for party in question.parties
            if question.kind != QuestionKind.FILE and self._is_asked(question, party)
        )

    def expected_documents(self) -> tuple[tuple[Document, Party], ...]:
        """Every file that can be uploaded now, with the party that does."""
        return tuple(
            (document, party)
            for party in (*self.parties, None)
            for document in self.documents
            if party in document.parties and self.is_shown(document, party)
        )

    def expected_files(self) -> tuple[tuple[Document, Party], ...]:
        """The documents, and the questions that a file answers; without party where all upload one together."""
        asked = (
            (_as_document(question), party)
            for question in self.questions
            for party in question.parties
            if question.kind == QuestionKind.FILE and self._is_asked(question, party)
        )
        return (*self.expected_documents(), *asked)

    def _is_asked(self, question: Question, party: Party) -> bool:
        return (party is None or party in self.parties) and self.is_shown(question, party)

    def files_for(self, document: Document, party: Party) -> tuple[File, ...]:
        found = (file for file in self.files if file.document == document.key)
        return tuple(file for file in found if party is None or file.party == party)

    def answer_rows(self) -> list[dict[str, Any]]:
        """Ready for JSON; what is not asked any more is left out."""
        return [
            {"question": question.key, self.party_name: str(party or ""), "value": self.answer(question, party)}
            for question, party in self.expected()
        ]

    def file_rows(self) -> list[dict[str, Any]]:
        rows = (asdict(file) for file in self.files)
        return [{self.party_name: str(row.pop("party")), **row} for row in rows]

    def content(self) -> dict[str, Any]:
        """What is kept, ready for JSON."""
        return {"answers": self.answer_rows(), "files": self.file_rows()}

    def digest(self) -> str:
        """SHA-256 of :meth:`content`; equal for equal content, whatever the order of saving was."""
        text = json.dumps(self.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _as_document(question: Question) -> Document:
    return Document(
        key=question.key,
        label=question.label,
        required=question.required,
        help=question.help,
        shown_if=question.shown_if,
    )
