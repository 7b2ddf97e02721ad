"""How proposals are judged."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.programmes.definition import CallDefinition
from exchange.programmes.enums import RubricKind
from exchange.programmes.forms.lines import LinesField, key_of
from exchange.programmes.forms.section import BoundSection, RowForm, Section, Values

PLAIN = ("kind", "pass_mark", "uncontested_pass_mark", "bonus_cap", "trimmed_mean", "bonuses")


def _mark(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=2, required=False, **more)


class RubricForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=RubricKind.choices)
    pass_mark = _mark(_("Pass mark"))
    uncontested_pass_mark = _mark(_("Pass mark without competition"))
    bonus_cap = _mark(_("Most bonus points in total"))
    bonuses = LinesField(
        number="points",
        number_required=True,
        label=_("Bonus and penalty points"),
        help_text=_("key | English | Korean | points, one a line"),
    )
    trimmed_mean = forms.BooleanField(label=_("Average without the highest and the lowest score"), required=False)


class CriterionRow(RowForm):
    label_en = forms.CharField(label=_("Criterion in English"), max_length=300)
    label_ko = forms.CharField(label=_("Criterion in Korean"), max_length=300, required=False)
    key = forms.RegexField(r"^[a-z][a-z0-9_]{0,39}$", label=_("Key"), required=False)
    weight = _mark(_("Percent"))
    tier = forms.IntegerField(label=_("Tier"), min_value=1, max_value=10, required=False)
    items = LinesField(
        number="weight", label=_("Items"), help_text=_("key | English | Korean | percent if fixed, one a line")
    )

    @staticmethod
    def read(row: Values) -> Values:
        return row | {"label_en": row["label"]["en"], "label_ko": row["label"]["ko"]}

    def values(self) -> Values:
        row = self.cleaned_data
        plain = {name: row[name] for name in ("weight", "tier", "items")}
        label = {"en": row["label_en"], "ko": row["label_ko"]}
        return {**plain, "label": label, "key": row["key"] or key_of(row["label_en"])}


class RubricSection(Section):
    """Its rows lie one level deeper: the criteria of the rubric."""

    def bind(self, definition: CallDefinition, data: Any = None) -> BoundSection:
        inner = super().bind(definition, data)
        return BoundRubric(inner.section, definition, inner.form, inner.rows)

    def rows_of(self, definition: CallDefinition) -> Any:
        return definition.rubric.criteria


class BoundRubric(BoundSection):
    def merged(self, values: Values, rows: list[Values]) -> Values:
        return values | {"rubric": values["rubric"] | {"criteria": rows}}


def _read(definition: CallDefinition) -> Values:
    values = definition.rubric.model_dump()
    return {name: values[name] for name in PLAIN}


def _values(cleaned: Values, definition: CallDefinition) -> Values:
    return {"rubric": {name: cleaned[name] for name in PLAIN}}


RUBRIC = RubricSection("rubric", _("Rubric"), form=RubricForm, read=_read, values=_values, row=CriterionRow)
