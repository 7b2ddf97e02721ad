"""Questions and documents, and when each of them is asked for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.enums import Currency, LimitUnit, QuestionKind, Scope, StageKind
from exchange.programmes.forms.lines import LinesField, key_of
from exchange.programmes.forms.section import RowForm, Section, Values

STAGE_KINDS = [(kind.value, kind.label) for kind in StageKind if kind.takes_submissions]


class PartRow(RowForm):
    """What questions and documents have in common."""

    label_en = forms.CharField(label=_("Label in English"), max_length=300)
    label_ko = forms.CharField(label=_("Label in Korean"), max_length=300, required=False)
    key = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,39}$",
        label=_("Key"),
        required=False,
        help_text=_("Small letters, digits and _. Names the answer for good; made of the label when left empty."),
        error_messages={"invalid": _("Use small letters, digits and _, with a letter first.")},
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=STAGE_KINDS)
    required = forms.BooleanField(label=_("Required"), required=False, initial=True)
    help_en = forms.CharField(
        label=_("Help in English"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 2})
    )
    help_ko = forms.CharField(
        label=_("Help in Korean"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 2})
    )
    shown_if = forms.CharField(
        label=_("Only if"),
        max_length=90,
        required=False,
        help_text=_("An earlier choice and its answer, as keys: industry = yes"),
    )

    def clean_shown_if(self) -> dict[str, str] | None:
        text = self.cleaned_data["shown_if"]
        if not text:
            return None
        question, sign, equals = (part.strip() for part in text.partition("="))
        if not (question and sign and equals):
            raise ValidationError(_now("Write the question’s key, “=”, and the key of the answer."))
        return {"question": question, "equals": equals}

    @staticmethod
    def read(row: Values) -> Values:
        texts = {f"{name}_{language}": row[name][language] for name in ("label", "help") for language in ("en", "ko")}
        condition = row["shown_if"]
        return row | texts | {"shown_if": f"{condition['question']} = {condition['equals']}" if condition else ""}

    def common(self) -> Values:
        row = self.cleaned_data
        texts = {name: {"en": row[f"{name}_en"], "ko": row[f"{name}_ko"]} for name in ("label", "help")}
        plain = {name: row[name] for name in ("stage", "required", "shown_if")}
        return {**texts, **plain, "key": row["key"] or key_of(row["label_en"])}


class QuestionRow(PartRow):
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=QuestionKind.choices)
    scope = forms.ChoiceField(label=_("Who answers"), choices=Scope.choices)
    limit = forms.IntegerField(label=_("Longest text"), min_value=1, max_value=50_000, required=False)
    limit_unit = forms.ChoiceField(label=_("counted in"), choices=LimitUnit.choices)
    choices = LinesField(label=_("Answers to choose from"), help_text=_("key | English | Korean, one a line"))
    columns = LinesField(label=_("Columns of the table"), help_text=_("key | English | Korean, one a line"))
    currency = forms.ChoiceField(label=_("Currency"), choices=[("", "–"), *Currency.choices], required=False)
    minimum = forms.DecimalField(label=_("Smallest number"), max_digits=15, decimal_places=4, required=False)
    maximum = forms.DecimalField(label=_("Largest number"), max_digits=15, decimal_places=4, required=False)

    def values(self) -> Values:
        row = self.cleaned_data
        plain = ("kind", "scope", "limit", "limit_unit", "choices", "columns", "minimum", "maximum")
        own: dict[str, Any] = {name: row[name] for name in plain}
        return {**self.common(), **own, "currency": row["currency"] or None}


class DocumentRow(PartRow):
    sides = forms.MultipleChoiceField(
        label=_("Who hands it in"),
        choices=Side.choices,
        initial=list(Side),
        widget=forms.CheckboxSelectMultiple,
    )
    max_pages = forms.IntegerField(label=_("Most pages"), min_value=1, max_value=500, required=False)

    @staticmethod
    def read(row: Values) -> Values:
        return PartRow.read(row) | {"sides": list(row["sides"])}

    def values(self) -> Values:
        own = {name: self.cleaned_data[name] for name in ("sides", "max_pages")}
        return {**self.common(), **own}


QUESTIONS = Section("questions", _("Questions"), field="questions", row=QuestionRow, ordered=True)
DOCUMENTS = Section("documents", _("Documents"), field="documents", row=DocumentRow, ordered=True)
