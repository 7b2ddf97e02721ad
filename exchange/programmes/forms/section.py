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

from exchange.programmes.definition import CallDefinition, Text

Values = dict[str, Any]


class RowForm(forms.Form):
    """One row; ``read`` and ``values`` are each other's inverse. An empty row is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # What a browser sends of an untouched list of choices must not make a spare row look filled in.
            if type(field) is forms.ChoiceField and field.initial is None:
                field.initial = next(iter(field.widget.choices))[0]

    @staticmethod
    def read(row: Values) -> Values:
        return row

    @property
    def heading(self) -> str:
        """Names the row while it is folded; empty for a spare one."""
        return str(Text(en=self.initial.get("label_en") or "", ko=self.initial.get("label_ko") or ""))

    def values(self) -> Values:
        return dict(self.cleaned_data)


@dataclass(frozen=True)
class Section:
    """``field`` is the definition's field that the rows make up. ``read`` and ``values`` are the plain form's."""

    slug: str
    label: str | Promise
    form: type[forms.Form] | None = None
    read: Callable[[CallDefinition], Values] = lambda definition: {}
    values: Callable[[Values, CallDefinition], Values] = lambda cleaned, definition: {}
    field: str = ""
    row: type[RowForm] | None = None
    ordered: bool = False
    spare: int = 1

    def bind(self, definition: CallDefinition, data: Mapping[str, Any] | None = None) -> "BoundSection":
        form = self.form(data, initial=self.read(definition)) if self.form else None
        rows = None
        if self.row:
            initial = [self.row.read(row.model_dump()) for row in self.rows_of(definition)]
            rows = _formset(self.row, ordered=self.ordered, spare=self.spare)(data, initial=initial, prefix="rows")
        return BoundSection(self, definition, form, rows)

    def rows_of(self, definition: CallDefinition) -> Iterable[BaseModel]:
        found: Iterable[BaseModel] = getattr(definition, self.field)
        return found


@dataclass(frozen=True)
class BoundSection:
    section: Section
    definition: CallDefinition
    form: forms.Form | None
    rows: "BaseFormSet[RowForm] | None"

    def is_valid(self) -> bool:
        parts = [part for part in (self.form, self.rows) if part is not None]
        valid = [part.is_valid() for part in parts]  # each is asked: objections are shown together
        return all(valid)

    def changed(self) -> CallDefinition:
        """The definition with what was typed. Raises pydantic's ``ValidationError`` where it does not hold together."""
        values: Values = self.definition.model_dump()
        if self.form is not None:
            values |= self.section.values(self.form.cleaned_data, self.definition)
        if self.rows is not None:
            values = self.merged(values, [row.values() for row in _kept(self.rows)])
        return CallDefinition.model_validate(values)

    def merged(self, values: Values, rows: list[Values]) -> Values:
        return values | {self.section.field: rows}


def _formset(row: type[RowForm], *, ordered: bool, spare: int) -> "type[BaseFormSet[RowForm]]":
    return forms.formset_factory(
        row, extra=spare, can_delete=True, can_order=ordered, max_num=200, validate_max=True, can_delete_extra=False
    )


def _kept(rows: "BaseFormSet[RowForm]") -> list[RowForm]:
    if rows.can_order:
        return list(rows.ordered_forms)
    known = rows.initial_forms
    return [row for row in rows.forms if row not in rows.deleted_forms and (row in known or row.has_changed())]


def objections_of(error: PydanticError) -> list[str]:
    """What does not hold together, in words for the reader; our own messages as they are."""
    return list(dict.fromkeys(_objection(detail) for detail in error.errors()))


def _objection(detail: Any) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    place = " › ".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    return _("“%(place)s” is not valid.") % {"place": place}
