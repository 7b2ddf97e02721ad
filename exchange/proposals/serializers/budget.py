"""Each side's budget against the ceilings of the call, as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from exchange.money.amounts import MOST_MINOR
from exchange.people.enums import Side
from exchange.proposals.enums import BudgetCategory
from exchange.proposals.selectors.budgets import AskedLine, YearSum
from exchange.proposals.services.budget import Cell


class YearSumSerializer(serializers.Serializer[YearSum]):
    """``ceiling_minor`` is null where the call states none for this side."""

    year = serializers.CharField(source="year.key")
    starts_on = serializers.DateField(source="year.starts_on")
    ends_on = serializers.DateField(source="year.ends_on")
    ceiling_minor = serializers.IntegerField(source="year.ceiling_minor", allow_null=True)
    amount_minor = serializers.IntegerField()
    is_over = serializers.BooleanField()


class AskedLineSerializer(serializers.Serializer[AskedLine]):
    """``amount_minor`` is in the smallest unit of the side's currency."""

    year = serializers.CharField(max_length=20)
    category = serializers.ChoiceField(choices=BudgetCategory.choices)
    amount_minor = serializers.IntegerField(min_value=0, max_value=MOST_MINOR)

    def validate_year(self, key: str) -> str:
        if key not in self.context["years"]:
            raise serializers.ValidationError(_("This is not a budget year of this call."))
        return key


class SideBudgetSerializer(serializers.Serializer[Any]):
    """``lines`` are those for which money is asked."""

    side = serializers.ChoiceField(choices=Side.choices)
    currency = serializers.CharField()
    total_minor = serializers.IntegerField()
    years = YearSumSerializer(many=True)
    lines = AskedLineSerializer(many=True)


class BudgetWriteSerializer(serializers.Serializer[dict[str, Any]]):
    """The whole budget of one side, and under ``read`` the lines that were read: what somebody else changed stays."""

    lines = AskedLineSerializer(many=True)
    read = AskedLineSerializer(many=True)

    def validate_lines(self, lines: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        return _each_once(lines)

    def validate_read(self, lines: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        return _each_once(lines)

    def amounts(self) -> dict[Cell, int]:
        """Of every cell; nothing is asked for those that were left out."""
        empty = {(year, category.value): 0 for year in self.context["years"] for category in BudgetCategory}
        return empty | _by_cell(self.validated_data["lines"])

    def amounts_read(self) -> dict[Cell, int]:
        return _by_cell(self.validated_data["read"])


def _by_cell(lines: Sequence[Mapping[str, Any]]) -> dict[Cell, int]:
    return {(line["year"], line["category"]): line["amount_minor"] for line in lines}


def _each_once(lines: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    seen: set[Cell] = set()
    for line in lines:
        cell = (line["year"], line["category"])
        if cell in seen:
            key = f"{line['year']} {BudgetCategory(line['category']).label}"
            raise serializers.ValidationError(_("“%(key)s” is there twice.") % {"key": key})
        seen.add(cell)
    return lines
