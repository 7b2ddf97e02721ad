"""Rows of a form: a section's own, and lists within a form or a row. All are the same formset.

Rows are added, moved and taken out by buttons; without JavaScript by spare rows, a number and a box.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME, TOTAL_FORM_COUNT
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.values.text import Text
from exchange.programmes.forms.keys import with_keys
from exchange.programmes.values.definition import CallDefinition

Values = dict[str, Any]
MOST_ROWS = 200


@dataclass(frozen=True)
class RowList:
    """A list within a form. Where ``asked_if`` names a field and its value, the list matters for that value alone."""

    label: str | Promise
    row: "type[RowForm]"
    spare: int = 2
    asked_if: tuple[str, str] | None = None


@dataclass(frozen=True)
class BoundList:
    """A list as it was read or sent. One that was not asked for is not sent either, and stays as it is."""

    plan: RowList
    rows: "BaseFormSet[RowForm]"
    read: list[Values]
    is_asked: bool

    @property
    def in_order(self) -> "list[RowForm]":
        return in_order(self.rows)

    def is_valid(self) -> bool:
        return not self.rows.is_bound or self.rows.is_valid()

    def values(self) -> list[Values]:
        if not self.rows.is_bound:
            return self.read
        return with_keys((row.values() for row in kept(self.rows)), taken=[row["key"] for row in self.read])


class ListsForm(forms.Form):
    """A form with lists in it, by the name of what each of them makes up."""

    lists: ClassVar[Mapping[str, RowList]] = {}

    @cached_property
    def bound_lists(self) -> dict[str, BoundList]:
        return {name: self._bind(name, plan) for name, plan in self.lists.items()}

    def _bind(self, name: str, plan: RowList) -> BoundList:
        prefix = self.add_prefix(name)
        sent = self.is_bound and f"{prefix}-{TOTAL_FORM_COUNT}" in self.data
        read = list((self.initial or {}).get(name) or ())
        rows = formset(plan.row, ordered=True, spare=plan.spare)(
            self.data if sent else None, initial=[plan.row.read(row) for row in read], prefix=prefix
        )
        is_asked = plan.asked_if is None or bool(read) or sent or self[plan.asked_if[0]].value() == plan.asked_if[1]
        return BoundList(plan, rows, read, is_asked)

    def is_valid(self) -> bool:
        if self.empty_permitted and not self.has_changed():
            return super().is_valid()
        parts = [super().is_valid(), *(one.is_valid() for one in self.bound_lists.values())]
        return all(parts)

    def has_changed(self) -> bool:
        """A place in the order alone makes no row."""
        typed = set(self.changed_data) - {ORDERING_FIELD_NAME, DELETION_FIELD_NAME}
        return bool(typed) or any(one.rows.is_bound and one.rows.has_changed() for one in self.bound_lists.values())

    @property
    def is_troubled(self) -> bool:
        """Something in it, or in a list of it, was refused."""
        return self.is_bound and not self.is_valid()


class RowForm(ListsForm):
    """One row; ``read`` and ``values`` are each other's inverse. An empty row is left out."""

    def __init__(self, *args: Any, definition: CallDefinition | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
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

    @property
    def is_spare(self) -> bool:
        """Nobody has written anything into it."""
        return not self.initial and not (self.is_bound and self.has_changed())

    @cached_property
    def content_fields(self) -> list[forms.BoundField]:
        """Without its place and its removal, which stand apart."""
        return [field for field in self if field.name not in {ORDERING_FIELD_NAME, DELETION_FIELD_NAME}]

    def values(self) -> Values:
        return dict(self.cleaned_data)


class LabelledRow(RowForm):
    """What has words in both languages, without which nothing is published, and a key that nobody types."""

    in_the_end: ClassVar[tuple[str, ...]] = ("label_ko",)

    label_en = forms.CharField(label=_("English"), max_length=300)
    label_ko = forms.CharField(label=_("Korean"), max_length=300, required=False)
    key = forms.RegexField(r"^[a-z][a-z0-9_]{0,39}$", required=False, widget=forms.HiddenInput)

    own: ClassVar[tuple[str, ...]] = ()
    """Further fields that are kept as they are."""

    @staticmethod
    def read(row: Values) -> Values:
        return row | {"label_en": row["label"]["en"], "label_ko": row["label"]["ko"]}

    def values(self) -> Values:
        row = self.cleaned_data
        lists = {name: one.values() for name, one in self.bound_lists.items()}
        label = {"en": row["label_en"], "ko": row["label_ko"]}
        return {"key": row["key"], "label": label, **{name: row[name] for name in self.own}, **lists}


class _Rows(BaseFormSet):  # type: ignore[type-arg]
    def initial_form_count(self) -> int:
        """What a browser says may be anything; below none, rows that nobody filled in would count as filled."""
        return max(0, super().initial_form_count())


def formset(row: type[RowForm], *, ordered: bool, spare: int) -> "type[BaseFormSet[RowForm]]":
    return forms.formset_factory(
        row,
        formset=_Rows,
        extra=spare,
        can_delete=True,
        can_order=ordered,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 1,
        validate_max=True,
    )


def in_order(rows: "BaseFormSet[RowForm]") -> list[RowForm]:
    """As they are shown: as somebody has put them, also where something was refused."""

    def place(row: RowForm) -> float:
        typed = str(row[ORDERING_FIELD_NAME].value() or "")
        return int(typed) if typed.isdecimal() else math.inf

    return sorted(rows.forms, key=place) if rows.can_order and rows.is_bound else list(rows.forms)


def kept(rows: "BaseFormSet[RowForm]") -> list[RowForm]:
    """Those that are filled in and not taken out, in the order given."""
    if rows.can_order:
        return list(rows.ordered_forms)
    known = rows.initial_forms
    return [row for row in rows.forms if row not in rows.deleted_forms and (row in known or row.has_changed())]
