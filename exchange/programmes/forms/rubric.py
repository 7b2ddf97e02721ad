"""How proposals are judged."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.enums import RubricKind
from exchange.programmes.forms.rows import LabelledRow, ListsForm, RowList, Values
from exchange.programmes.forms.section import Section
from exchange.programmes.values.definition import CallDefinition

PLAIN = ("kind", "pass_mark", "uncontested_pass_mark", "bonus_cap", "trimmed_mean", "bonuses")


def _mark(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=2, required=False, **more)


class BonusRow(LabelledRow):
    points = forms.DecimalField(label=_("Points"), min_value=-20, max_value=20, decimal_places=2)

    own = ("points",)


class ItemRow(LabelledRow):
    weight = _mark(_("Percent, if fixed"))

    own = ("weight",)


class RubricForm(ListsForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=RubricKind.choices)
    pass_mark = _mark(_("Pass mark"))
    uncontested_pass_mark = _mark(_("Pass mark without competition"))
    bonus_cap = _mark(_("Most bonus points in total"))
    trimmed_mean = forms.BooleanField(label=_("Average without the highest and the lowest score"), required=False)

    lists = {"bonuses": RowList(_("Bonus and penalty points"), BonusRow)}


class CriterionRow(LabelledRow):
    label_en = forms.CharField(label=_("Criterion in English"), max_length=300)
    label_ko = forms.CharField(label=_("Criterion in Korean"), max_length=300, required=False)
    weight = _mark(_("Percent"))
    tier = forms.IntegerField(label=_("Tier"), min_value=1, max_value=10, required=False)

    own = ("weight", "tier")
    lists = {"items": RowList(_("Items"), ItemRow)}


def _read(definition: CallDefinition) -> Values:
    values = definition.rubric.model_dump()
    return {name: values[name] for name in PLAIN}


def _values(cleaned: Values, definition: CallDefinition) -> Values:
    criteria = definition.model_dump()["rubric"]["criteria"]
    return {"rubric": {"criteria": criteria} | {name: cleaned[name] for name in PLAIN}}


RUBRIC = Section(
    "rubric",
    _("Rubric"),
    form=RubricForm,
    read=_read,
    values=_values,
    path=("rubric", "criteria"),
    row=CriterionRow,
    ordered=True,
)
