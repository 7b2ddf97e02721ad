"""How the administration shows and asks for what a plain form shows badly: structures, zones, languages, secrets."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, JSONField, Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from exchange.jobs.models import Leased
from exchange.people.admin.amounts import LABELS, shown_amount
from exchange.people.values.time_zones import NEAR, time_zones, zone_labels

# What opens something: shown by its beginning, so that one line can be told from another.
SECRET = frozenset({"code", "token_key"})
SHOWN = 6


def zone_choices() -> list[Any]:
    """The zones of the two countries stand first."""
    now = timezone.now()
    rest = sorted(time_zones() - set(NEAR))
    return [(_("Korea and the United States"), zone_labels(NEAR, now=now)), (_("All"), zone_labels(rest, now=now))]


def pretty(value: Any) -> SafeString:
    """Indented, and Korean as Korean."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return format_html('<pre style="white-space: pre-wrap; overflow-wrap: anywhere">{}</pre>', text)


@admin.display(description=_("error"), ordering="error")
def failure(job: Leased) -> str:
    return job.failure


class ChoosingAdmin(ModelAdmin):
    """Time zones and languages are chosen from those that there are."""

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "time_zone":
            return forms.ChoiceField(
                label=str(db_field.verbose_name).capitalize(), choices=zone_choices(), widget=UnfoldAdminSelectWidget
            )
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                label=str(db_field.verbose_name).capitalize(),
                choices=list(db_field.base_field.choices),
                required=not db_field.blank,
                widget=UnfoldAdminCheckboxSelectMultipleWidget,
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ReadingAdmin(ModelAdmin):
    """Structures are shown indented, and what opens something by its beginning alone."""

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return [self._shown(name) for name in super().get_fields(request, obj)]

    def _shown(self, name: Any) -> Any:
        known = {field.name: field for field in self.model._meta.fields}
        field = known.get(name) if isinstance(name, str) else None
        if field is None:
            return name
        if isinstance(field, JSONField):
            return _display(field, pretty)
        if field.name == "error" and not field.choices and issubclass(self.model, Leased):
            return failure
        if field.name in LABELS:
            return _amount(field.name)
        return _display(field, _beginning) if field.name in SECRET else name


def _beginning(value: Any) -> str:
    return f"{str(value)[:SHOWN]}…" if value else ""


def _amount(name: str) -> Any:
    def shown(obj: Model) -> str:
        return shown_amount(obj, name)

    shown.__name__ = name + "_shown"
    shown.short_description = LABELS[name]  # type: ignore[attr-defined]
    return shown


def _display(field: "Field[Any, Any]", show: Any) -> Any:
    def shown(obj: Model) -> Any:
        return show(getattr(obj, field.name))

    shown.__name__ = field.name + "_shown"
    shown.short_description = field.verbose_name  # type: ignore[attr-defined]  # Django reads it there
    return shown
