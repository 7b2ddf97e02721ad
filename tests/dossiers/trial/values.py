"""What a plan of stay asks, of whom, and what it must fulfil."""

from dataclasses import dataclass

from exchange.dossiers.checks.answers_given import answers_given
from exchange.dossiers.checks.answers_within_limits import answers_within_limits
from exchange.dossiers.checks.documents_complete import documents_complete
from exchange.dossiers.checks.page_limits import page_limits
from exchange.dossiers.checks.registry import Checks
from exchange.dossiers.values import questions
from exchange.dossiers.values.content import Content
from exchange.dossiers.values.questions import Party
from exchange.dossiers.values.text import Text

PARTIES = ("visitor", "host")


class Question(questions.Question):
    who: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        return self.who or (None,)


class Document(questions.Document):
    who: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        return self.who or (None,)


def label(words: str) -> Text:
    return Text(en=words, ko=words)


def yes_or_no() -> tuple[questions.Choice, ...]:
    return tuple(questions.Choice(key=key, label=label(key)) for key in ("yes", "no"))


QUESTIONS = (
    Question(key="aim", label=label("Aim"), kind="long_text", who=PARTIES, limit=20),
    Question(key="housing", label=label("Housing"), kind="choice", choices=yes_or_no(), who=("host",)),
    Question(
        key="street",
        label=label("Street"),
        kind="short_text",
        who=("visitor",),
        shown_if=questions.Condition(question="housing", equals="no"),
    ),
    Question(key="start", label=label("Start"), kind="date", required=False),
    Question(key="photo", label=label("Photo"), kind="file", required=False),
)
DOCUMENTS = (
    Document(key="letter", label=label("Letter"), who=("host",), max_pages=1),
    Document(key="insurance", label=label("Insurance"), who=("visitor",), required=False),
)


@dataclass(frozen=True, kw_only=True)
class PlanContent(Content):
    title: str = "Plan"

    parties = PARTIES
    questions = QUESTIONS
    documents = DOCUMENTS


CHECKS: Checks[PlanContent] = Checks()
CHECKS.register("Answers", order=2)(answers_given)
CHECKS.register("Lengths", order=3)(answers_within_limits)
CHECKS.register("Files", order=1)(documents_complete)
CHECKS.register("Pages", order=4)(page_limits)
