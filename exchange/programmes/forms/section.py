"""A section of a call's definition as a form, with rows or without; the whole is checked after each change."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic import ValidationError as PydanticError

from exchange.programmes.forms.keys import with_keys
from exchange.programmes.forms.rows import LabelledRow, RowForm, Values, formset, in_order, kept
from exchange.programmes.values.definition import CallDefinition


@dataclass(frozen=True)
class Section:
    """``path`` leads to what the rows make up. ``read`` and ``values`` are the plain form's."""

    slug: str
    label: str | Promise
    form: type[forms.Form] | None = None
    read: Callable[[CallDefinition], Values] = lambda definition: {}
    values: Callable[[Values, CallDefinition], Values] = lambda cleaned, definition: {}
    path: tuple[str, ...] = ()
    row: type[RowForm] | None = None
    ordered: bool = False
    spare: int = 1

    def bind(self, definition: CallDefinition, data: Mapping[str, Any] | None = None) -> "BoundSection":
        form = self.form(data, initial=self.read(definition)) if self.form else None
        rows = None
        if self.row:
            initial = [self.row.read(row.model_dump()) for row in self.rows_of(definition)]
            rows = formset(self.row, ordered=self.ordered, spare=self.spare)(
                data, initial=initial, prefix="rows", form_kwargs={"definition": definition}
            )
        return BoundSection(self, definition, form, rows)

    def rows_of(self, definition: CallDefinition) -> Iterable[BaseModel]:
        found: Any = definition
        for name in self.path:
            found = getattr(found, name)
        return list(found)


@dataclass(frozen=True)
class BoundSection:
    section: Section
    definition: CallDefinition
    form: forms.Form | None
    rows: "BaseFormSet[RowForm] | None"

    @property
    def in_order(self) -> list[RowForm]:
        return in_order(self.rows) if self.rows is not None else []

    def is_valid(self) -> bool:
        parts = [part for part in (self.form, self.rows) if part is not None]
        valid = [part.is_valid() for part in parts]  # each is asked: objections are shown together
        return all(valid)

    def changed(self) -> CallDefinition:
        """The definition with what was typed. Raises pydantic's ``ValidationError`` where it does not hold together."""
        values: Values = self.definition.model_dump()
        if self.form is not None:
            values |= self.section.values(self._typed(self.form), self.definition)
        if self.rows is not None:
            *above, field = self.section.path
            holder = values
            for name in above:
                holder = holder[name]
            holder[field] = self._rows(self.rows)
        return CallDefinition.model_validate(values)

    def _typed(self, form: forms.Form) -> Values:
        lists = getattr(form, "bound_lists", {})
        return form.cleaned_data | {name: one.values() for name, one in lists.items()}

    def _rows(self, rows: "BaseFormSet[RowForm]") -> list[Values]:
        values = [row.values() for row in kept(rows)]
        if not issubclass(rows.form, LabelledRow):
            return values
        known: Iterable[Any] = self.section.rows_of(self.definition)
        return with_keys(values, taken=[row.key for row in known])

    def objections(self, error: PydanticError) -> list[str]:
        """What does not hold together, in words for the reader. What is about one row is told beside it instead."""
        told = [_objection(detail) for detail in error.errors() if not self._told_beside_its_row(detail)]
        return list(dict.fromkeys(told))

    def _told_beside_its_row(self, detail: Any) -> bool:
        path, place = detail["loc"][: len(self.section.path)], detail["loc"][len(self.section.path) :]
        if self.rows is None or path != self.section.path or not place:
            return False
        kept(self.rows)[place[0]].add_error(None, _objection(detail))
        return True


def _objection(detail: Any) -> str:
    """Our own messages as they are."""
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    place = " › ".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    return _("“%(place)s” is not valid.") % {"place": place}
