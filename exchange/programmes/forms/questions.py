"""Questions and documents, and when each of them is asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.enums import LimitUnit, QuestionKind
from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.programmes.enums import Scope, StageKind
from exchange.programmes.forms.rows import LabelledRow, RowList, Values
from exchange.programmes.forms.section import Section
from exchange.programmes.values.definition import Question

STAGE_KINDS = [(kind.value, kind.label) for kind in StageKind if kind.takes_submissions]


def _condition(typed: str) -> dict[str, str]:
    question, _sign, equals = typed.partition("=")
    return {"question": question, "equals": equals}


def _conditions(questions: Iterable[Question], *, but: str) -> list[tuple[str, str]]:
    """Every answer to a choice, in words, except the question's own."""
    return [
        (f"{question.key}={choice.key}", f"{question.label}: {choice.label}")
        for question in questions
        for choice in question.choices
        if question.key != but
    ]


class PartRow(LabelledRow):
    """What questions and documents have in common."""

    label_en = forms.CharField(label=_("Label in English"), max_length=300)
    label_ko = forms.CharField(label=_("Label in Korean"), max_length=300, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=STAGE_KINDS)
    required = forms.BooleanField(label=_("Required"), required=False, initial=True)
    help_en = forms.CharField(
        label=_("Help in English"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 2})
    )
    help_ko = forms.CharField(
        label=_("Help in Korean"), max_length=20_000, required=False, widget=forms.Textarea({"rows": 2})
    )
    shown_if = forms.TypedChoiceField(
        label=_("Asked for"),
        required=False,
        coerce=_condition,
        empty_value=None,
        help_text=_(
            "Always, or after one answer to an earlier choice. A new question is offered here once it is saved."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage: Any = self.fields["stage"]
        shown_if: Any = self.fields["shown_if"]
        questions, stages = (self.definition.questions, self.definition.stages) if self.definition else ((), ())
        shown_if.choices = [("", _("always")), *_conditions(questions, but=self.initial.get("key", ""))]
        if taking := [one.kind for one in stages if one.kind.takes_submissions]:
            stage.choices, stage.initial = [(kind.value, kind.label) for kind in taking], taking[0]

    @staticmethod
    def read(row: Values) -> Values:
        condition = row["shown_if"]
        typed = f"{condition['question']}={condition['equals']}" if condition else ""
        return LabelledRow.read(row) | {
            "help_en": row["help"]["en"],
            "help_ko": row["help"]["ko"],
            "shown_if": typed,
        }

    def values(self) -> Values:
        row = self.cleaned_data
        plain = {name: row[name] for name in ("stage", "required", "shown_if")}
        return {**super().values(), **plain, "help": {"en": row["help_en"], "ko": row["help_ko"]}}


class QuestionRow(PartRow):
    in_the_end = ("label_ko", "currency")

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=QuestionKind.choices)
    scope = forms.ChoiceField(label=_("Who answers"), choices=Scope.choices)
    limit = forms.IntegerField(label=_("Longest text"), min_value=1, max_value=50_000, required=False)
    limit_unit = forms.ChoiceField(label=_("counted in"), choices=LimitUnit.choices)
    currency = forms.ChoiceField(
        label=_("Currency of an amount"), choices=[("", "–"), *Currency.choices], required=False
    )
    minimum = forms.DecimalField(label=_("Smallest number"), max_digits=15, decimal_places=4, required=False)
    maximum = forms.DecimalField(label=_("Largest number"), max_digits=15, decimal_places=4, required=False)

    own = ("kind", "scope", "limit", "limit_unit", "minimum", "maximum")
    lists = {
        "choices": RowList(_("Answers to choose from"), LabelledRow, asked_if=("kind", QuestionKind.CHOICE)),
        "columns": RowList(_("Columns of the table"), LabelledRow, asked_if=("kind", QuestionKind.TABLE)),
    }

    def values(self) -> Values:
        return {**super().values(), "currency": self.cleaned_data["currency"] or None}


class DocumentRow(PartRow):
    sides = forms.MultipleChoiceField(
        label=_("Who uploads it"),
        choices=Side.choices,
        initial=list(Side),
        widget=forms.CheckboxSelectMultiple,
    )
    max_pages = forms.IntegerField(
        label=_("Most pages"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("Pages can be counted in a PDF alone: with a limit, it must be one. Without, HWP or Word will do."),
    )

    @staticmethod
    def read(row: Values) -> Values:
        return PartRow.read(row) | {"sides": list(row["sides"])}

    own = ("sides", "max_pages")


QUESTIONS = Section("questions", _("Questions"), path=("questions",), row=QuestionRow, ordered=True)
DOCUMENTS = Section("documents", _("Documents"), path=("documents",), row=DocumentRow, ordered=True)
