"""Publications: pasted or uploaded, fetched, or entered one by one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import FETCHED_SOURCES, PublicationSource
from exchange.people.forms.marked import MarkedForm
from exchange.people.models import Publication, Researcher
from exchange.people.services.publications import MANUAL_FIELDS
from exchange.people.values.publications import TEXT_LIMIT, UnreadableBibliography, read

FETCHED = [(source.value, source.label) for source in FETCHED_SOURCES]


class ImportForm(forms.Form):
    """A bibliography, pasted or as a file; ``text`` is what is in it. Its format is recognised."""

    one_of = ("text", "file")

    text = forms.CharField(
        label=_("Paste it here"),
        widget=forms.Textarea({"rows": 6, "spellcheck": "false", "autocapitalize": "off"}),
        required=False,
        strip=False,  # lines are counted from the first
        max_length=TEXT_LIMIT,
    )
    file = forms.FileField(
        label=_("or choose a file"),
        required=False,
        help_text=_(
            "BibTeX, RIS, EndNote (.enw), Web of Science, PubMed (.nbib), or a table (CSV) such as Scopus, Embase, KCI "
            "and RISS export. The format is recognised by itself."
        ),
    )

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        return _read(upload) if upload is not None else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["text"] = values.get("file") or values.get("text", "")
        if not values["text"].strip() and not self.errors:
            raise ValidationError(_("Paste a bibliography or choose a file."))
        return values


def _read(upload: Any) -> str:
    if upload.size > TEXT_LIMIT:
        raise ValidationError(_("The file is larger than 5 MB. Split it."))
    try:
        return read(upload.read())
    except UnreadableBibliography as error:
        raise ValidationError(str(error)) from None


class FetchForm(forms.Form):
    """What to ask a public source for; the person's own identifier stands there already."""

    prefix = "fetch"
    source = forms.ChoiceField(label=_("Source"), choices=FETCHED)
    text = forms.CharField(
        label=_("Identifier or DOIs"),
        max_length=100_000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("An ORCID iD for ORCID; an author id or an ORCID iD for OpenAlex; or DOIs, one per line."),
    )

    def __init__(self, data: Any = None, *, researcher: Researcher) -> None:
        source = PublicationSource.OPENALEX if researcher.openalex_id else PublicationSource.ORCID
        initial = {"source": source, "text": researcher.openalex_id or researcher.orcid}
        super().__init__(data, initial=initial)


class PublicationForm(MarkedForm, forms.ModelForm):  # type: ignore[type-arg]
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One per line."),
    )
    doi = forms.CharField(label="DOI", required=False, max_length=300)

    class Meta:
        model = Publication
        fields = list(MANUAL_FIELDS)
        widgets = {"abstract": forms.Textarea({"rows": 6})}

    def __init__(self, data: Any = None, *, instance: Publication | None = None) -> None:
        authors = {"authors": "\n".join(instance.authors)} if instance else {}
        super().__init__(data, instance=instance, initial=authors)

    def clean_authors(self) -> list[str]:
        return [name for line in self.cleaned_data["authors"].splitlines() if (name := " ".join(line.split()))]
