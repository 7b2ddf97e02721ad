"""A call's definition as its page tells it: grouped by stage, with sums. Pure."""

from collections import defaultdict
from dataclasses import dataclass

from exchange.people.enums import Side
from exchange.programmes.values.definition import CallDefinition, Ceiling, Document, Question, StagePlan


@dataclass(frozen=True)
class ShownBudget:
    """What one side may ask for, in its own currency; amounts in minor units."""

    side: Side
    years: tuple[Ceiling, ...]
    currency: str
    total_minor: int
    months: int


@dataclass(frozen=True)
class ShownStage:
    plan: StagePlan
    questions: tuple[Question, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class ShownCall:
    definition: CallDefinition
    stages: tuple[ShownStage, ...]
    budgets: tuple[ShownBudget, ...]


def present(definition: CallDefinition) -> ShownCall:
    stages = tuple(
        ShownStage(plan, definition.questions_of(plan.kind), definition.documents_of(plan.kind))
        for plan in definition.stages
    )
    return ShownCall(definition, stages, _budgets(definition))


def _budgets(definition: CallDefinition) -> tuple[ShownBudget, ...]:
    by_side: dict[tuple[Side, str], list[Ceiling]] = defaultdict(list)
    for ceiling in sorted(definition.ceilings, key=lambda one: (one.side, one.starts_on)):
        by_side[ceiling.side, ceiling.currency].append(ceiling)
    return tuple(
        ShownBudget(
            side, tuple(years), currency, sum(one.amount_minor for one in years), sum(one.months for one in years)
        )
        for (side, currency), years in by_side.items()
    )
