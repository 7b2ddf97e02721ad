"""Budgets as their page shows them: sums by category and year against the ceilings."""

from dataclasses import dataclass

from exchange.people.enums import Side
from exchange.proposals.enums import BudgetCategory
from exchange.proposals.values.budget import BudgetYear, budget_years
from exchange.proposals.values.content import ProposalContent


@dataclass(frozen=True)
class YearSum:
    year: BudgetYear
    amount_minor: int

    @property
    def is_over(self) -> bool:
        return self.year.ceiling_minor is not None and self.amount_minor > self.year.ceiling_minor


@dataclass(frozen=True)
class AskedLine:
    year: str
    category: BudgetCategory
    amount_minor: int


@dataclass(frozen=True)
class SideBudget:
    side: Side
    years: tuple[YearSum, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def total_minor(self) -> int:
        return sum(year.amount_minor for year in self.years)

    @property
    def lines(self) -> tuple[AskedLine, ...]:
        """What is asked, by year and category; nothing where no money is asked."""
        columns = zip(*(amounts for _label, amounts in self.rows), strict=True)
        return tuple(
            AskedLine(one.year.key, category, amount)
            for one, amounts in zip(self.years, columns, strict=True)
            for category, amount in zip(BudgetCategory, amounts, strict=True)
            if amount
        )

    @property
    def currency(self) -> str:
        return self.years[0].year.currency if self.years else ""


def amounts_of(draft: ProposalContent, side: Side) -> dict[tuple[str, str], int]:
    return {(line.year, line.category): line.amount_minor for line in draft.budget if line.side == side}


def side_budget(draft: ProposalContent, side: Side) -> SideBudget:
    years, amounts = budget_years(draft.definition, side), amounts_of(draft, side)
    sums = tuple(
        YearSum(year, sum(amount for (key, _category), amount in amounts.items() if key == year.key)) for year in years
    )
    rows = tuple(
        (str(category.label), tuple(amounts.get((year.key, category.value), 0) for year in years))
        for category in BudgetCategory
    )
    return SideBudget(side, sums, rows)
