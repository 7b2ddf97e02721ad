"""What a call asks for and promises, as one value: edited, copied, previewed, published and kept as a whole.

Every figure of a notice (money, months, weights, marks, limits, dates) is data of this shape, never code. A published
version is stored as JSON and read back through the same classes, so what an applicant saw stays readable. Pure: no
database, no clock.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self, TypeVar

from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.people.values.bilingual import in_language
from exchange.people.values.time_zones import time_zones
from exchange.programmes.enums import LimitUnit, QuestionKind, RubricKind, Scope, StageKind, TeamFormation

Day = TypeVar("Day", date, datetime)
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Paragraphs = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Minor = Annotated[int, Field(ge=0, le=10**15)]
Months = Annotated[int, Field(ge=0, le=240)]
YEARS = range(1900, 2901)  # what every zone and every copy for a later year can hold


def _within_reach(when: Day) -> Day:
    if when.year not in YEARS:
        raise ValueError(_("Give a year from %(first)s to %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]})
    return when


Instant = Annotated[AwareDatetime, AfterValidator(_within_reach)]
CalendarDay = Annotated[date, AfterValidator(_within_reach)]
Mark = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


def _refuse_twins(keys: Iterable[str]) -> None:
    twins = sorted(key for key, count in Counter(keys).items() if count > 1)
    if twins:
        raise ValueError(_("“%(key)s” is there twice.") % {"key": twins[0]})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Frozen):
    """The same words in both languages; a draft may still lack one."""

    en: Line = ""
    ko: Line = ""

    def __str__(self) -> str:
        return self.in_language()

    def in_language(self, language: str = "") -> str:
        """In ``language``, by default the reader's, else in the other one."""
        return in_language(self.en, self.ko, language)

    @property
    def is_complete(self) -> bool:
        return bool(self.en and self.ko)


class LongText(Text):
    en: Paragraphs = ""
    ko: Paragraphs = ""


class StagePlan(_Frozen):
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


class Ceiling(_Frozen):
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


class _Part(_Frozen):
    key: Key
    label: Text

    @property
    def name(self) -> str:
        """For people, who do not know its key."""
        return str(self.label) or self.key


class Choice(_Part):
    pass


class Condition(_Frozen):
    """Asked for only where the choice question ``question``, which comes earlier, was answered with ``equals``."""

    question: Key
    equals: Key


class Document(_Part):
    """A file that ``sides`` hand in at ``stage``."""

    stage: StageKind
    sides: tuple[Side, ...] = (Side.KR, Side.US)
    required: bool = True
    max_pages: Annotated[int, Field(ge=1, le=500)] | None = None
    help: LongText = LongText()
    shown_if: Condition | None = None


class Question(_Part):
    kind: QuestionKind
    stage: StageKind
    scope: Scope = Scope.EACH_SIDE
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
        _refuse_twins([choice.key for choice in (*self.choices, *self.columns)])
        return self

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """Whose answers there are: one for each side, or one of the team (``None``)."""
        if self.scope == Scope.EACH_SIDE:
            return (Side.KR, Side.US)
        return (None,) if self.scope == Scope.TEAM else (Side(self.scope),)


class Item(_Part):
    """A line within a criterion; ``weight`` where its share of the criterion is fixed."""

    weight: Mark | None = None


class Criterion(_Part):
    weight: Mark | None = None
    tier: Annotated[int, Field(ge=1, le=10)] | None = None
    items: tuple[Item, ...] = ()


class Bonus(_Part):
    points: Annotated[Decimal, Field(ge=-20, le=20, decimal_places=2)]


class Rubric(_Frozen):
    """A tree of two levels with percentages, or ordered tiers of which 1 matters most."""

    kind: RubricKind = RubricKind.WEIGHTS
    criteria: tuple[Criterion, ...] = ()
    pass_mark: Mark | None = None
    uncontested_pass_mark: Mark | None = None
    bonuses: tuple[Bonus, ...] = ()
    bonus_cap: Mark | None = None
    trimmed_mean: bool = Field(default=False, description="Average without the highest and the lowest score.")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _refuse_twins([criterion.key for criterion in self.criteria])
        if self.kind == RubricKind.TIERS:
            if any(criterion.tier is None or criterion.weight is not None for criterion in self.criteria):
                raise ValueError(_("Every criterion needs its tier, and none a percentage."))
            return self
        if self.criteria and sum(criterion.weight or 0 for criterion in self.criteria) != 100:
            raise ValueError(_("The percentages of the criteria must add up to 100."))
        for criterion in self.criteria:
            _check_items(criterion)
        return self


class LoadLimit(_Frozen):
    """How many funded projects one person may carry at once, this one included, and how many of them as PI."""

    projects: Annotated[int, Field(ge=1, le=50)]
    as_pi: Annotated[int, Field(ge=1, le=50)]
    side: Side = Side.KR
    ignores_ending_within_months: Months = 0


class Limits(_Frozen):
    max_awards: Annotated[int, Field(ge=1, le=1000)] | None = None
    min_people: Annotated[int, Field(ge=1, le=100)] = 2
    min_pis_per_side: Annotated[int, Field(ge=0, le=10)] = 1
    max_proposals_per_pi: Annotated[int, Field(ge=1, le=20)] | None = None
    load: LoadLimit | None = None
    load_with_paying_partner: LoadLimit | None = None
    prior_collaboration_months: Months = Field(default=0, description="Window that people declare; 0 asks nothing.")
    prior_collaboration_excludes: bool = False


class Supplement(_Frozen):
    """Money added to a project that is running already."""

    side: Side
    share_percent: Mark
    base_at_least_minor: Minor
    currency: Currency
    base_run_months: Months
    base_left_months: Months


class Source(_Frozen):
    """Where the figures of an example were taken from."""

    notice: Line
    agency: Line
    dated: date
    note: Text = Text()


class CallDefinition(_Frozen):
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
        _refuse_twins(kinds)
        _refuse_twins([document.key for document in self.documents])
        _refuse_twins([question.key for question in self.questions])
        _refuse_twins([ceiling.key for ceiling in self.ceilings])
        if kinds != sorted(kinds, key=list(StageKind).index):
            raise ValueError(_("Stages follow each other: concept paper, white paper, full proposal, presentation."))
        parts: tuple[Document | Question, ...] = (*self.documents, *self.questions)
        for part in parts:
            if part.stage not in kinds:
                raise ValueError(_("“%(key)s” belongs to a stage that this call does not have.") % {"key": part.name})
        _check_conditions(self.questions, self.documents)
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
        return [name for name, text in (*texts, *self._labels()) if not text.is_complete]

    def _labels(self) -> Iterator[tuple[str, Text]]:
        """Every label with the name that says where it stands."""
        rubric = self.rubric
        lists: list[tuple[_Part, tuple[_Part, ...]]] = [
            *((document, ()) for document in self.documents),
            *((question, (*question.choices, *question.columns)) for question in self.questions),
            *((criterion, criterion.items) for criterion in rubric.criteria),
            *((bonus, ()) for bonus in rubric.bonuses),
        ]
        for part, lines in lists:
            yield part.name, part.label
            yield from ((f"{part.name} › {line.name}", line.label) for line in lines)


def _check_items(criterion: Criterion) -> None:
    weights = [item.weight for item in criterion.items if item.weight is not None]
    if weights and (len(weights) < len(criterion.items) or sum(weights) != criterion.weight):
        raise ValueError(_("The percentages within “%(key)s” must add up to its own.") % {"key": criterion.name})


def _check_conditions(questions: Iterable[Question], documents: Iterable[Document]) -> None:
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
