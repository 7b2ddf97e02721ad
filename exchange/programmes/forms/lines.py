"""Short lists typed as lines: ``key | English | Korean``, one a line."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _


class LinesField(forms.CharField):
    """Cleans to a list of dicts with ``key``, ``label`` and, where ``number`` names it, a figure as text.

    A key that is left out is made of the English label. Every objection names its line.
    """

    widget = forms.Textarea({"rows": 4})
    empty: ClassVar[list[dict[str, Any]]] = []

    def __init__(self, *, number: str = "", number_required: bool = False, **kwargs: Any) -> None:
        self.number, self.number_required = number, number_required
        super().__init__(required=False, strip=False, **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        text = super().clean(value)
        lines = [(place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
        return [self._row(place, [part.strip() for part in line.split("|")]) for place, line in lines]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(self._line(row) for row in value)

    def _row(self, place: int, parts: list[str]) -> dict[str, Any]:
        wanted = 4 if self.number else 3
        if not 3 <= len(parts) <= wanted or not parts[1]:
            raise ValidationError(
                _("Line %(place)d: write “key | English | Korean”, separated by upright bars.") % {"place": place}
            )
        row: dict[str, Any] = {"key": parts[0] or key_of(parts[1]), "label": {"en": parts[1], "ko": parts[2]}}
        figure = parts[3] if len(parts) == 4 else ""
        if self.number_required and not figure:
            raise ValidationError(_("Line %(place)d: the figure is missing.") % {"place": place})
        return row | ({self.number: figure} if figure else {})

    def _line(self, row: dict[str, Any]) -> str:
        parts = [row["key"], row["label"]["en"], row["label"]["ko"]]
        figure = row.get(self.number) if self.number else None
        return " | ".join([*parts, *([f"{figure:f}".rstrip("0").rstrip(".")] if figure is not None else [])])


def key_of(label: str) -> str:
    """A key for ``label``: small letters, digits and underscores, a letter first.

    >>> key_of("Work packages (3 years)"), key_of("한글"), key_of("3 years")
    ('work_packages_3_years', 'item', 'item_3_years')
    """
    key = slugify(label).replace("-", "_")[:40].strip("_")
    return key if key[:1].isalpha() else f"item_{key}".strip("_")[:40]
