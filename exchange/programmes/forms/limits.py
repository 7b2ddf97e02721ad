"""How many people, proposals, projects and awards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.forms.rows import Values
from exchange.programmes.forms.section import Section
from exchange.programmes.values.definition import CallDefinition

PLAIN = (
    "max_awards",
    "min_people",
    "min_pis_per_side",
    "max_proposals_per_pi",
    "prior_collaboration_months",
    "prior_collaboration_excludes",
)
LOADS = ("load", "load_with_paying_partner")


def _count(label: Any, most: int, *, least: int = 1, required: bool = False, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, **more)


class LimitsForm(forms.Form):
    max_awards = _count(_("Awards at most"), 1000)
    min_people = _count(_("People in a team at least"), 100, required=True)
    min_pis_per_side = _count(_("Principal investigators on each side at least"), 10, least=0, required=True)
    max_proposals_per_pi = _count(_("Proposals that one person may lead"), 20)
    prior_collaboration_months = _count(
        _("Earlier funded collaboration is asked for, months back"),
        240,
        least=0,
        required=True,
        help_text=_("0: not asked."),
    )
    prior_collaboration_excludes = forms.BooleanField(label=_("Such a collaboration excludes"), required=False)
    load_side = forms.ChoiceField(label=_("Limit of concurrent projects holds for"), choices=Side.choices)
    load_projects = _count(_("Funded projects at once"), 50)
    load_as_pi = _count(_("of these as principal investigator"), 50)
    load_ignores_ending_within_months = _count(
        _("Projects that end within so many months do not count"), 240, least=0, required=False
    )
    load_with_paying_partner_projects = _count(_("With a foreign partner who pays: projects at once"), 50)
    load_with_paying_partner_as_pi = _count(_("With a foreign partner who pays: as principal investigator"), 50)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in LOADS:
            figures = [cleaned.get(f"{name}_{part}") for part in ("projects", "as_pi")]
            if figures.count(None) == 1:
                self.add_error(f"{name}_as_pi", _("Give both figures of a limit, or none."))
        return cleaned


def _read(definition: CallDefinition) -> Values:
    limits = definition.limits.model_dump()
    values = {"load_side": Side.KR} | {name: limits[name] for name in PLAIN}
    for name in LOADS:
        values |= {f"{name}_{part}": figure for part, figure in (limits[name] or {}).items()}
    return values


def _values(cleaned: Values, definition: CallDefinition) -> Values:
    loads = {name: _load(cleaned, name) for name in LOADS}
    return {"limits": {name: cleaned[name] for name in PLAIN} | loads}


def _load(cleaned: Values, name: str) -> Values | None:
    if cleaned[f"{name}_projects"] is None:
        return None
    return {
        "projects": cleaned[f"{name}_projects"],
        "as_pi": cleaned[f"{name}_as_pi"],
        "side": cleaned["load_side"],
        "ignores_ending_within_months": cleaned["load_ignores_ending_within_months"] or 0,
    }


LIMITS = Section("limits", _("Limits"), form=LimitsForm, read=_read, values=_values)
