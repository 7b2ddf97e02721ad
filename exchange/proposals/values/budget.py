"""The years for which a side asks for money. Pure."""

from dataclasses import dataclass
from datetime import date

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.programmes.values.definition import CallDefinition

OWN_CURRENCY = {Side.KR: Currency.KRW, Side.US: Currency.USD}


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """``ceiling_minor`` is ``None`` where the call states none for this side."""

    key: str
    starts_on: date
    ends_on: date
    currency: Currency
    ceiling_minor: int | None


def budget_years(definition: CallDefinition, side: Side) -> tuple[BudgetYear, ...]:
    """The side's own ceilings; without any the years of the other side, in its own currency and without ceiling."""
    if own := definition.ceilings_of(side):
        return tuple(BudgetYear(one.key, one.starts_on, one.ends_on, one.currency, one.amount_minor) for one in own)
    return tuple(
        BudgetYear(f"{side}:{one.starts_on.isoformat()}", one.starts_on, one.ends_on, OWN_CURRENCY[side], None)
        for one in definition.ceilings_of(side.other)
    )
