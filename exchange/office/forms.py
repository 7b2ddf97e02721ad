"""What managers type to find rows, to keep what they look for, to have it written, and to write to its people."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exchange.office.enums import ExportFormat
from exchange.office.models import MessageBatch
from exchange.office.selectors.managed import Audience
from exchange.office.services.batch import TEXTS, objections_to
from exchange.office.values.listing import Listing


class ListingForm(forms.Form):
    """A list adds a field for each filter of its ``listing``; those of ``folded`` stand under "More filters"."""

    listing_type: ClassVar[type[Listing]] = Listing
    folded: ClassVar[Collection[str]] = ()

    def __init__(self, data: Any = None, *, scope: Model | None = None) -> None:
        """``scope`` narrows what can be chosen to what is found there."""
        super().__init__(data)
        self.scope = scope

    @classmethod
    def listing_of(cls, query: str) -> Listing:
        """Read an address back."""
        return cls(QueryDict(query)).listing()

    def listing(self) -> Listing:
        """A filter that makes no sense is left out."""
        self.full_clean()
        return self.listing_type(**self.cleaned_data) if self.is_bound else self.listing_type()

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.folded]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.folded]

    @property
    def more_in_use(self) -> int:
        """How many of the folded filters are set, or wrong."""
        return sum(bool(field.value() or field.errors) for field in self.more()) if self.is_bound else 0


class SavedViewForm(forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=60)
    is_default = forms.BooleanField(label=_("Show this view first when I open the list"), required=False)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=ExportFormat.choices)


class BatchForm(forms.ModelForm):  # type: ignore[type-arg]
    """A message in both languages. ``revision`` is the one that was read; ``query`` names the rows."""

    audience = forms.ChoiceField(label=_("Recipients"))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)

    class Meta:
        model = MessageBatch
        fields = ["audience", *TEXTS]
        widgets = {
            "subject_ko": forms.TextInput({"lang": "ko"}),
            "body_ko": forms.Textarea({"lang": "ko", "rows": 10}),
            "subject_en": forms.TextInput({"lang": "en"}),
            "body_en": forms.Textarea({"lang": "en", "rows": 10}),
        }

    def __init__(self, *args: Any, audience: Audience[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._audience = audience
        self.fields["audience"].choices = audience.kinds.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, objections in objections_to(self._audience, cleaned).items():
            if name not in self.errors:
                self.add_error(name, objections)
        return cleaned

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
