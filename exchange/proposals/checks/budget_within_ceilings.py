from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.money.amounts import format_money
from exchange.people.enums import Side
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.values.budget import budget_years
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("The budget keeps within the ceilings"), order=30)
def budget_within_ceilings(draft: ProposalContent) -> Iterator[Finding]:
    """Per side and budget year, in the side's own currency. A year that asks for nothing is within."""
    for side in draft.sides:
        asked = _asked(draft, side)
        for year in budget_years(draft.definition, side):
            amount = asked.pop(year.key, 0)
            if year.ceiling_minor is None or not amount:
                continue
            values = {
                "year": year.starts_on.isoformat(),
                "amount": format_money(amount, year.currency),
                "most": format_money(year.ceiling_minor, year.currency),
            }
            outcome = Outcome.PASS if amount <= year.ceiling_minor else Outcome.FAIL
            yield Finding(outcome, _("From %(year)s: %(amount)s of %(most)s") % values, "budget", side)
        for key in asked:
            reason = _("From %(year)s: not a budget year of this call any more") % {"year": key.partition(":")[2]}
            yield Finding(Outcome.FAIL, reason, "budget", side)


def _asked(draft: ProposalContent, side: Side) -> dict[str, int]:
    asked: dict[str, int] = {}
    for line in draft.budget:
        if line.side == side:
            asked[line.year] = asked.get(line.year, 0) + line.amount_minor
    return asked
