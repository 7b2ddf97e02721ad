"""A researcher's publications: merged, chosen, removed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from exchange.people.enums import ImportState
from exchange.people.models import Publication, PublicationImport, Researcher
from exchange.people.publications import Item, parse
from exchange.people.search import fold


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
            state=ImportState.DONE,
            added=counts.added,
            merged=counts.merged,
            rejected=[list(pair) for pair in bibliography.rejected],
            finished_at=timezone.now(),
        )


@transaction.atomic
def merge_publications(researcher: Researcher, items: Iterable[Item], *, source: str) -> MergeCounts:
    """Add what is new; what is there by DOI, else by folded title and year, only gets its empty fields filled.

    Which publications represent the person is never changed. Two imports at once wait for each other.
    """
    Researcher.objects.select_for_update().get(pk=researcher.pk)
    rows = list(researcher.publications.all())
    by_doi = {row.doi: row for row in rows if row.doi}
    by_title = {(row.folded_title, row.year): row for row in rows}
    fresh: list[Publication] = []
    merged = 0
    for item in items:
        key = (fold(item.title)[:500], item.year)
        row = (by_doi.get(item.doi) if item.doi else None) or by_title.get(key)
        if row is None:
            row = Publication(researcher=researcher, folded_title=key[0], source=source, **_fields(item))
            fresh.append(row)
        else:
            merged += 1
            _fill(row, item, taken=by_doi.keys())
        by_title[key] = row
        if row.doi:
            by_doi[row.doi] = row
    Publication.objects.bulk_create(fresh)
    Publication.objects.bulk_update(rows, ["abstract", "venue", "authors", "doi"])
    Researcher.objects.filter(pk=researcher.pk).touch()
    return MergeCounts(len(fresh), merged)


def choose_publications(researcher: Researcher, *, chosen: Collection[int]) -> None:
    """Let exactly ``chosen`` (primary keys) represent the person."""
    with transaction.atomic():
        researcher.publications.filter(pk__in=chosen).update(is_representative=True)
        researcher.publications.exclude(pk__in=chosen).update(is_representative=False)
        Researcher.objects.filter(pk=researcher.pk).touch()


def remove_publication(researcher: Researcher, *, pk: int) -> bool:
    """Return whether it was there."""
    with transaction.atomic():
        removed, _ = researcher.publications.filter(pk=pk).delete()
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


def _fill(row: Publication, item: Item, *, taken: Collection[str]) -> None:
    row.abstract = row.abstract or item.abstract
    row.venue = row.venue or item.venue
    row.authors = row.authors or list(item.authors)
    if not row.doi and item.doi not in taken:
        row.doi = item.doi
