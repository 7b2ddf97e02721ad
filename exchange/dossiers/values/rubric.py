"""By what something is judged: criteria with percentages or in tiers, a pass mark, bonuses. Pure."""

from decimal import Decimal
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from exchange.dossiers.enums import RubricKind
from exchange.dossiers.values.text import Frozen, Part, refuse_twins

Mark = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class Item(Part):
    """A line within a criterion; ``weight`` where its share of the criterion is fixed."""

    weight: Mark | None = None


class Criterion(Part):
    weight: Mark | None = None
    tier: Annotated[int, Field(ge=1, le=10)] | None = None
    items: tuple[Item, ...] = ()

    @property
    def lines(self) -> tuple[Item, ...]:
        return self.items


class Bonus(Part):
    points: Annotated[Decimal, Field(ge=-20, le=20, decimal_places=2)]


class Rubric(Frozen):
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
        refuse_twins([criterion.key for criterion in self.criteria])
        if self.kind == RubricKind.TIERS:
            if any(criterion.tier is None or criterion.weight is not None for criterion in self.criteria):
                raise ValueError(_("Every criterion needs its tier, and none a percentage."))
            return self
        if self.criteria and sum(criterion.weight or 0 for criterion in self.criteria) != 100:
            raise ValueError(_("The percentages of the criteria must add up to 100."))
        for criterion in self.criteria:
            _check_items(criterion)
        return self


def _check_items(criterion: Criterion) -> None:
    weights = [item.weight for item in criterion.items if item.weight is not None]
    if weights and (len(weights) < len(criterion.items) or sum(weights) != criterion.weight):
        raise ValueError(_("The percentages within “%(key)s” must add up to its own.") % {"key": criterion.name})
