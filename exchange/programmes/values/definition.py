"""What a call asks for and promises, as one value: edited, copied, previewed, published and kept as a whole.

Every figure of a notice (money, months, weights, marks, limits, dates) is data of this shape, never code. A published
version is stored as JSON and read back through the same classes, so what an applicant saw stays readable. Pure: no
database, no clock.
"""

from datetime import date, datetime
from typing import Annotated, Self, TypeVar

from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.values import questions as asked
from exchange.dossiers.values.questions import check_conditions
from exchange.dossiers.values.rubric import Mark, Rubric
from exchange.dossiers.values.text import Frozen, Line, LongText, Text, labels_of, refuse_twins
from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.people.values.time_zones import time_zones
from exchange.programmes.enums import Scope, StageKind, TeamFormation

Day = TypeVar("Day", date, datetime)
Minor = Annotated[int, Field(ge=0, le=10**15)]
Months = Annotated[int, Field(ge=0, le=240)]
YEARS = range(1900, 2901)  # what every zone and every copy for a later year can hold


def _within_reach(when: Day) -> Day:
    if when.year not in YEARS:
        raise ValueError(_("Give a year from %(first)s to %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]})
    return when


Instant = Annotated[AwareDatetime, AfterValidator(_within_reach)]
CalendarDay = Annotated[date, AfterValidator(_within_reach)]


class StagePlan(Frozen):
    """One stage and its window; ``time_zone`` is the one of the notice, in which the instants are stated."""

    kind: StageKind
    opens_at: Instant
    closes_at: Instant
    time_zone: str = "Asia/Seoul"
    by_invitation: bool = Field(default=False, description="Only for teams that the stage before let through.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes_at <= self.opens_at:
            raise ValueError(_("A stage must close after it opens."))
        if self.time_zone not in time_zones():
            raise ValueError(_("“%(name)s” is not a known time zone.") % {"name": self.time_zone})
        return self


class Ceiling(Frozen):
    """The most that one proposal may ask of one side's agency in one budget year."""

    side: Side
    starts_on: CalendarDay
    ends_on: CalendarDay
    amount_minor: Minor
    currency: Currency

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(_("A budget year must end after it begins."))
        return self

    @property
    def months(self) -> int:
        """Whole months, begun ones counted: 1 July to 31 December is 6."""
        years, months = self.ends_on.year - self.starts_on.year, self.ends_on.month - self.starts_on.month
        return 12 * years + months + 1

    @property
    def key(self) -> str:
        """Names this year in the budget of a proposal."""
        return f"{self.side}:{self.starts_on.isoformat()}"


class Document(asked.Document):
    """A file that ``sides`` upload at ``stage``."""

    stage: StageKind
    sides: tuple[Side, ...] = (Side.KR, Side.US)

    @property
    def parties(self) -> tuple[Side, ...]:
        return self.sides


class Question(asked.Question):
    stage: StageKind
    scope: Scope = Scope.EACH_SIDE

    @property
    def parties(self) -> tuple[Side | None, ...]:
        """One answer for each side, or one of the team."""
        if self.scope == Scope.EACH_SIDE:
            return (Side.KR, Side.US)
        return (None,) if self.scope == Scope.TEAM else (Side(self.scope),)

    def language_of(self, party: asked.Party) -> str:
        """Of what is written; a number has none, and the words of a choice are in the reader’s."""
        is_written = self.kind.is_text or self.kind == QuestionKind.TABLE
        return Side(party).language if party and is_written else ""


class LoadLimit(Frozen):
    """How many funded projects one person may carry at once, this one included, and how many of them as PI."""

    projects: Annotated[int, Field(ge=1, le=50)]
    as_pi: Annotated[int, Field(ge=1, le=50)]
    side: Side = Side.KR
    ignores_ending_within_months: Months = 0


class Limits(Frozen):
    max_awards: Annotated[int, Field(ge=1, le=1000)] | None = None
    min_people: Annotated[int, Field(ge=1, le=100)] = 2
    min_pis_per_side: Annotated[int, Field(ge=0, le=10)] = 1
    max_proposals_per_pi: Annotated[int, Field(ge=1, le=20)] | None = None
    load: LoadLimit | None = None
    load_with_paying_partner: LoadLimit | None = None
    prior_collaboration_months: Months = Field(default=0, description="Window that people declare; 0 asks nothing.")
    prior_collaboration_excludes: bool = False


class Supplement(Frozen):
    """Money added to a project that is running already."""

    side: Side
    share_percent: Mark
    base_at_least_minor: Minor
    currency: Currency
    base_run_months: Months
    base_left_months: Months


class Source(Frozen):
    """Where the figures of an example were taken from."""

    notice: Line
    agency: Line
    dated: date
    note: Text = Text()


class CallDefinition(Frozen):
    title: Text
    summary: LongText = LongText()
    team_formation: TeamFormation = TeamFormation.BEFORE
    sides: tuple[Side, ...] = (Side.KR, Side.US)
    both_sides_required: bool = True
    field: Text = Text()
    trl: tuple[int, int] | None = None
    stages: tuple[StagePlan, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    documents: tuple[Document, ...] = ()
    questions: tuple[Question, ...] = ()
    rubric: Rubric = Rubric()
    limits: Limits = Limits()
    supplement: Supplement | None = None
    source: Source | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        kinds = [stage.kind for stage in self.stages]
        refuse_twins(kinds)
        refuse_twins([document.key for document in self.documents])
        refuse_twins([question.key for question in self.questions])
        refuse_twins([ceiling.key for ceiling in self.ceilings])
        if kinds != sorted(kinds, key=list(StageKind).index):
            raise ValueError(_("Stages follow each other: concept paper, white paper, full proposal, presentation."))
        parts: tuple[Document | Question, ...] = (*self.documents, *self.questions)
        for part in parts:
            if part.stage not in kinds:
                raise ValueError(_("“%(key)s” belongs to a stage that this call does not have.") % {"key": part.name})
        check_conditions(self.questions, self.documents)
        return self

    def stage(self, kind: StageKind | str) -> StagePlan | None:
        return next((stage for stage in self.stages if stage.kind == kind), None)

    def questions_of(self, stage: StageKind | str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.stage == stage)

    def documents_of(self, stage: StageKind | str, side: Side | str | None = None) -> tuple[Document, ...]:
        """The files of ``stage``, of one side where it is given."""
        found = (document for document in self.documents if document.stage == stage)
        return tuple(document for document in found if side is None or side in document.sides)

    def ceilings_of(self, side: Side | str) -> tuple[Ceiling, ...]:
        years = (ceiling for ceiling in self.ceilings if ceiling.side == side)
        return tuple(sorted(years, key=lambda ceiling: ceiling.starts_on))

    def missing_texts(self) -> list[str]:
        """Names of what applicants of one language could not read."""
        texts = [(_("Title"), self.title), (_("Summary"), self.summary)]
        parts = (*self.documents, *self.questions, *self.rubric.criteria, *self.rubric.bonuses)
        return [name for name, text in (*texts, *labels_of(parts)) if not text.is_complete]
