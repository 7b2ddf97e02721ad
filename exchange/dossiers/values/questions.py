"""What is asked for: questions and documents, each of whoever is to answer it, some only under a condition. Pure.

A *party* is one of those who fill in a dossier together (a side, the visitor, the host); ``None`` is all of them, once.
Which parties there are, and at which step something is asked, a kind of dossier says in classes of its own.
"""

from collections.abc import Container, Iterable
from decimal import Decimal
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from exchange.dossiers.enums import LimitUnit, QuestionKind
from exchange.dossiers.values.text import Frozen, Key, LongText, Part, refuse_twins
from exchange.money.enums import Currency

Party = str | None
ALL = "team"  # in addresses


def name_of(party: Party) -> str:
    """As an address names it."""
    return str(party or ALL)


class Choice(Part):
    pass


class Condition(Frozen):
    """Asked for only where the choice question ``question``, which comes earlier, was answered with ``equals``."""

    question: Key
    equals: Key


class Document(Part):
    """A file to be uploaded."""

    required: bool = True
    max_pages: Annotated[int, Field(ge=1, le=500)] | None = None
    help: LongText = LongText()
    shown_if: Condition | None = None

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who uploads it."""
        return (None,)


class Question(Part):
    kind: QuestionKind
    help: LongText = LongText()
    required: bool = True
    limit: Annotated[int, Field(ge=1, le=50_000)] | None = None
    limit_unit: LimitUnit = LimitUnit.CHARACTERS
    choices: tuple[Choice, ...] = ()
    columns: tuple[Choice, ...] = ()
    currency: Currency | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    shown_if: Condition | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if self.kind == QuestionKind.CHOICE and len(self.choices) < 2:
            raise ValueError(_("A choice needs at least two answers to choose from."))
        if self.kind == QuestionKind.TABLE and not self.columns:
            raise ValueError(_("A table needs columns."))
        if self.kind == QuestionKind.MONEY and self.currency is None:
            raise ValueError(_("An amount needs its currency."))
        if self.limit is not None and not self.kind.is_text:
            raise ValueError(_("Only texts have a limit of length."))
        refuse_twins([line.key for line in self.lines])
        return self

    @property
    def lines(self) -> tuple[Choice, ...]:
        return (*self.choices, *self.columns)

    @property
    def parties(self) -> tuple[Party, ...]:
        """Whose answers there are."""
        return (None,)

    def language_of(self, party: Party) -> str:
        """In which ``party`` answers; empty where it is up to them."""
        return ""


def check_conditions(questions: Iterable[Question], documents: Iterable[Document]) -> None:
    """A condition reads a choice that comes earlier, so no two questions can wait for each other."""
    offered: set[Condition] = set()
    for question in questions:
        _check_condition(question, offered)
        offered |= {Condition(question=question.key, equals=choice.key) for choice in question.choices}
    for document in documents:
        _check_condition(document, offered)


def _check_condition(part: Question | Document, offered: Container[Condition]) -> None:
    if part.shown_if is not None and part.shown_if not in offered:
        raise ValueError(_("“%(key)s” depends on an answer that no earlier question offers.") % {"key": part.name})
