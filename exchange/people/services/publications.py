"""A researcher's publications: entered, chosen, removed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import PublicationSource
from exchange.people.models import Publication, Researcher
from exchange.people.selectors.search import fold
from exchange.people.services.publication_merging import is_twin
from exchange.people.values.publications import clean_doi

# What a person enters and changes by hand.
MANUAL_FIELDS = ("title", "authors", "year", "venue", "doi", "abstract", "is_representative")


def add_publication(researcher: Researcher, **fields: Any) -> Publication:
    """One work entered by hand (``MANUAL_FIELDS``). Raises ``ValidationError``."""
    return _save(Publication(researcher=researcher, source=PublicationSource.MANUAL), fields)


def change_publication(publication: Publication, **fields: Any) -> Publication:
    """Change some of ``MANUAL_FIELDS``. Raises ``ValidationError``."""
    return _save(publication, fields)


@transaction.atomic
def _save(publication: Publication, fields: Mapping[str, Any]) -> Publication:
    if unknown := set(fields) - set(MANUAL_FIELDS):
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    for name, value in {**fields, "doi": _doi(fields.get("doi", publication.doi))}.items():
        setattr(publication, name, value)
    publication.folded_title = fold(publication.title)[:500]
    publication.clean_fields(exclude={"folded_title"})
    publication.validate_constraints()
    _refuse_twin(publication)
    try:
        with transaction.atomic():
            publication.save()
    except IntegrityError:  # the same work, added at the same moment
        raise ValidationError(_("This publication is in your list already.")) from None
    Researcher.objects.filter(pk=publication.researcher_id).touch()
    return publication


def _refuse_twin(publication: Publication) -> None:
    """What the constraints cannot say: with a DOI on one side only, title and year make it the same work."""
    rows = Publication.objects.filter(researcher=publication.researcher_id, folded_title=publication.folded_title)
    same_year = rows.filter(year=publication.year).exclude(pk=publication.pk)
    if any(is_twin(publication, row) for row in same_year):
        raise ValidationError(_("A publication with this title and year is in your list already."))


def _doi(text: str) -> str:
    doi = clean_doi(text)
    if text.strip() and not doi:
        raise ValidationError({"doi": _("There is no DOI in it: one looks like 10.1000/182.")})
    return doi


@transaction.atomic
def choose_publications(
    researcher: Researcher, *, chosen: Collection[int], among: Collection[int] | None = None
) -> None:
    """Let exactly ``chosen`` (primary keys) represent the person; ``among``, where only some were to choose from."""
    rows = researcher.publications.all() if among is None else researcher.publications.filter(pk__in=among)
    changed = rows.filter(pk__in=chosen, is_representative=False).update(is_representative=True)
    changed += rows.exclude(pk__in=chosen).filter(is_representative=True).update(is_representative=False)
    if changed:
        Researcher.objects.filter(pk=researcher.pk).touch()


@transaction.atomic
def remove_publication(researcher: Researcher, *, pk: int) -> bool:
    """Return whether it was there."""
    removed, _rows = researcher.publications.filter(pk=pk).delete()
    if removed:
        Researcher.objects.filter(pk=researcher.pk).touch()
    return bool(removed)
