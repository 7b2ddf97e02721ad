"""Title, summary, who takes part."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.enums import TeamFormation
from exchange.programmes.forms.rows import Values
from exchange.programmes.forms.section import Section
from exchange.programmes.values.definition import CallDefinition


class BasicsForm(forms.Form):
    in_the_end = ("title_ko", "summary_en", "summary_ko")

    title_en = forms.CharField(label=_("Title in English"), max_length=300)
    title_ko = forms.CharField(label=_("Title in Korean"), max_length=300, required=False)
    summary_en = forms.CharField(
        label=_("Summary in English"), max_length=20_000, required=False, widget=forms.Textarea({"lang": "en"})
    )
    summary_ko = forms.CharField(
        label=_("Summary in Korean"), max_length=20_000, required=False, widget=forms.Textarea({"lang": "ko"})
    )
    field_en = forms.CharField(label=_("Field in English"), max_length=300, required=False)
    field_ko = forms.CharField(label=_("Field in Korean"), max_length=300, required=False)
    team_formation = forms.ChoiceField(label=_("How teams form"), choices=TeamFormation.choices)
    sides = forms.MultipleChoiceField(label=_("Sides"), choices=Side.choices, widget=forms.CheckboxSelectMultiple)
    both_sides_required = forms.BooleanField(label=_("A team without one of the sides is excluded"), required=False)
    trl_from = forms.IntegerField(label=_("Technology readiness from"), min_value=1, max_value=9, required=False)
    trl_to = forms.IntegerField(label=_("Technology readiness to"), min_value=1, max_value=9, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("trl_from"), cleaned.get("trl_to")
        if (first is None) != (last is None) or (first and last and first > last):
            self.add_error("trl_to", _("Give both levels, the lower one first, or none."))
        return cleaned


def _read(definition: CallDefinition) -> Values:
    first, last = definition.trl or (None, None)
    return {
        "title_en": definition.title.en,
        "title_ko": definition.title.ko,
        "summary_en": definition.summary.en,
        "summary_ko": definition.summary.ko,
        "field_en": definition.field.en,
        "field_ko": definition.field.ko,
        "team_formation": definition.team_formation,
        "sides": list(definition.sides),
        "both_sides_required": definition.both_sides_required,
        "trl_from": first,
        "trl_to": last,
    }


def _values(cleaned: Values, definition: CallDefinition) -> Values:
    texts = {name: {"en": cleaned[f"{name}_en"], "ko": cleaned[f"{name}_ko"]} for name in ("title", "summary", "field")}
    trl = None if cleaned["trl_from"] is None else (cleaned["trl_from"], cleaned["trl_to"])
    plain = {name: cleaned[name] for name in ("team_formation", "sides", "both_sides_required")}
    return {**texts, **plain, "trl": trl}


BASICS = Section("basics", _("Basics"), form=BasicsForm, read=_read, values=_values)
