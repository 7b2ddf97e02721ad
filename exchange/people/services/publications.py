"""A researcher's publications: merged, chosen, removed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.jobs.enums import JobState
from exchange.people.enums import PublicationSource
from exchange.people.models import Publication, PublicationImport, Researcher
from exchange.people.selectors.search import fold
from exchange.people.values.publications import Item, clean_doi, parse

# What a merge fills in where it is empty.
FILLED = ["abstract", "venue", "authors", "doi"]


# What a person enters and changes by hand.
MANUAL_FIELDS = ("title", "authors", "year", "venue", "doi", "abstract", "is_representative")


@dataclass(frozen=True)
class MergeCounts:
    added: int
    merged: int


def import_bibliography(researcher: Researcher, *, text: str, source: str) -> PublicationImport:
    """Parse and merge at once; raises ``UnreadableBibliography`` and then changes nothing."""
    bibliography = parse(text, source)
    with transaction.atomic():
        counts = merge_publications(researcher, bibliography.items, source=source)
        return PublicationImport.objects.create(
            researcher=researcher,
            source=source,
            state=JobState.DONE,
            found=bibliography.found,
            added=counts.added,
            merged=counts.merged,
            rejected=[list(pair) for pair in bibliography.rejected],
            finished_at=timezone.now(),
        )


@transaction.atomic
def merge_publications(researcher: Researcher, items: Iterable[Item], *, source: str) -> MergeCounts:
    """Add what is new; what is there by DOI, else by folded title and year, only gets its empty fields filled.

    Which publications represent the person is never changed: who has left some out gets new ones left out too.
    Rows that did not change are not written. Two imports at once wait for each other.
    """
    Researcher.objects.select_for_update().get(pk=researcher.pk)
    rows = list(researcher.publications.all())
    shelf = _Shelf(rows)
    is_representative = all(row.is_representative for row in rows)
    fresh: list[Publication] = []
    filled: dict[int, Publication] = {}
    merged = 0
    for item in items:
        row = shelf.find(item)
        if row is None:
            row = Publication(researcher=researcher, source=source, is_representative=is_representative)
            row.folded_title = fold(item.title)[:500]
            _assign(row, _fields(item))
            fresh.append(row)
        else:
            merged += 1
            if _fill(row, item) and row.pk:
                filled[row.pk] = row
        shelf.put(row)
    Publication.objects.bulk_create(fresh)
    Publication.objects.bulk_update(filled.values(), FILLED)
    if fresh or filled:
        Researcher.objects.filter(pk=researcher.pk).touch()
    return MergeCounts(len(fresh), merged)


class _Shelf:
    """One person's publications, found by DOI, else by folded title and year."""

    def __init__(self, rows: Iterable[Publication]) -> None:
        self.by_doi: dict[str, Publication] = {}
        self.by_title: dict[tuple[str, int | None], Publication] = {}
        for row in rows:
            self.put(row)

    def put(self, row: Publication) -> None:
        self.by_title[row.folded_title, row.year] = row
        if row.doi:
            self.by_doi[row.doi] = row

    def find(self, item: Item) -> Publication | None:
        by_doi = self.by_doi.get(item.doi) if item.doi else None
        return by_doi or self.by_title.get((fold(item.title)[:500], item.year))


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
    _assign(publication, {**fields, "doi": _doi(fields.get("doi", publication.doi))})
    publication.folded_title = fold(publication.title)[:500]
    publication.clean_fields(exclude={"folded_title"})
    publication.validate_constraints()
    try:
        with transaction.atomic():
            publication.save()
    except IntegrityError:  # the same work, added at the same moment
        raise ValidationError(_("This publication is in your list already.")) from None
    Researcher.objects.filter(pk=publication.researcher_id).touch()
    return publication


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


def _fields(item: Item) -> dict[str, object]:
    return {
        "title": item.title,
        "abstract": item.abstract,
        "year": item.year,
        "venue": item.venue,
        "authors": list(item.authors),
        "doi": item.doi,
    }


def _assign(row: Publication, fields: Mapping[str, object]) -> bool:
    """Set ``fields`` on ``row``; return whether one differed."""
    different = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _fill(row: Publication, item: Item) -> bool:
    """Give ``row`` what it lacks; return whether there was something. A DOI that another row has found that row."""
    given = {name: value for name, value in _fields(item).items() if name in FILLED and not getattr(row, name)}
    return _assign(row, given)
