"""One side's budget as a grid of categories and years."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from exchange.money.amounts import format_money, parse_money
from exchange.proposals.enums import BudgetCategory
from exchange.proposals.values.budget import BudgetYear

Cell = tuple[str, str]


class BudgetForm(forms.Form):
    """Beside each amount the one that was read travels along."""

    def __init__(self, data: Any = None, *, years: Sequence[BudgetYear], amounts: Mapping[Cell, int]) -> None:
        super().__init__(data, auto_id="budget_%s")
        self.years = years
        for number, year in enumerate(years):
            for category in BudgetCategory:
                minor = amounts.get((year.key, category.value), 0)
                typed = format_money(minor, year.currency).lstrip("₩$€") if minor else ""
                attrs = {"inputmode": "decimal", "data-amount": number, "class": "number"}
                label = f"{category.label}, {year.starts_on.isoformat()}"
                self.fields[f"amount-{number}-{category.value}"] = forms.CharField(
                    label=label,
                    max_length=30,
                    required=False,
                    initial=typed,
                    widget=forms.TextInput({**attrs, "aria-label": label}),
                )
                self.fields[f"was-{number}-{category.value}"] = forms.IntegerField(
                    min_value=0, required=False, initial=minor, widget=forms.HiddenInput({"autocomplete": "off"})
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, _cell, year in self._cells():
            try:
                typed = cleaned.get(name, "")
                cleaned[name] = parse_money(typed, year.currency) if typed else 0
            except ValueError as error:
                self.add_error(name, str(error))
        return cleaned

    def _cells(self) -> Iterator[tuple[str, Cell, BudgetYear]]:
        for number, year in enumerate(self.years):
            for category in BudgetCategory:
                yield f"amount-{number}-{category.value}", (year.key, category.value), year

    def amounts(self) -> dict[Cell, int]:
        return {cell: self.cleaned_data[name] for name, cell, _year in self._cells()}

    def read(self) -> dict[Cell, int]:
        values = self.cleaned_data
        return {cell: values.get(name.replace("amount", "was", 1)) or 0 for name, cell, _year in self._cells()}

    def tell(self, current: Mapping[Cell, int]) -> None:
        """Show what somebody else wrote; saving again replaces it."""
        data = dict(self.data.items())
        text = _("Someone else has entered %(amount)s in the meantime. Saving again replaces it.")
        for name, cell, year in self._cells():
            if cell in current:
                data[name.replace("amount", "was", 1)] = str(current[cell])
                self.add_error(name, text % {"amount": format_money(current[cell], year.currency)})
        self.data = data

    def rows(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        return [
            (
                str(category.label),
                [
                    (self[f"amount-{number}-{category.value}"], self[f"was-{number}-{category.value}"])
                    for number in range(len(self.years))
                ],
            )
            for category in BudgetCategory
        ]
