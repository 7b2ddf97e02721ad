"""A side's request, saved as a whole over the amounts that were read."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.http.stale import Stale
from exchange.people.enums import Side
from exchange.proposals.models import BudgetLine, Proposal
from exchange.proposals.services.writing import hold_for_writing
from exchange.proposals.values.budget import budget_years

Cell = tuple[str, str]
"""Key of the year, and category."""


@transaction.atomic
def save_budget(proposal: Proposal, *, side: Side, amounts: Mapping[Cell, int], read: Mapping[Cell, int]) -> None:
    """Zero removes a line. Raises ``ValidationError`` for a year that is not of the call, and :class:`Stale`."""
    hold_for_writing(proposal)
    currencies = {year.key: year.currency for year in budget_years(proposal.call.definition, side)}
    if any(year not in currencies for year, _category in amounts):
        raise ValidationError(_("This is not a budget year of this call."))
    lines = {(line.year, line.category): line for line in proposal.budget_lines.filter(side=side)}
    current = {cell: lines[cell].amount_minor if cell in lines else 0 for cell in amounts}
    stale = {cell: amount for cell, amount in current.items() if amount not in {read.get(cell, 0), amounts[cell]}}
    if stale:
        raise Stale(stale)
    for cell, amount in amounts.items():
        if amount != current[cell]:
            _save(
                lines.get(cell) or BudgetLine(proposal=proposal, side=side, year=cell[0], category=cell[1]),
                amount,
                currencies[cell[0]],
            )
    proposal.budget_lines.filter(side=side).exclude(year__in=currencies).delete()


def _save(line: BudgetLine, amount: int, currency: str) -> None:
    if not amount:
        line.delete()
        return
    line.amount_minor, line.currency = amount, currency
    line.full_clean()
    line.save()
