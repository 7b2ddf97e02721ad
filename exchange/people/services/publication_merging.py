"""What a bibliography brings to a researcher's list: told beforehand, and then done, by one and the same plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from exchange.people.models import Publication, Researcher
from exchange.people.selectors.search import fold
from exchange.people.values.publications import Item, Planned

# What a merge fills in where it is empty.
FILLED = ("abstract", "year", "venue", "authors", "doi")


@dataclass(frozen=True)
class MergeCounts:
    added: int
    merged: int


@dataclass(frozen=True)
class Step:
    """What becomes of one item: added, or merged with a row, whose title is ``into``."""

    item: Item
    into: str | None

    @property
    def told(self) -> Planned:
        item = self.item
        return Planned(item.title, item.year, self.into, item.venue, item.doi)


@dataclass
class Plan:
    """Rows to write, and what becomes of each item in its order."""

    fresh: list[Publication] = field(default_factory=list)
    filled: dict[int, Publication] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    @property
    def counts(self) -> MergeCounts:
        merged = sum(step.into is not None for step in self.steps)
        return MergeCounts(len(self.steps) - merged, merged)


@transaction.atomic
def merge_publications(researcher: Researcher, items: Iterable[Item], *, source: str) -> MergeCounts:
    """Add what is new; what is there only gets its empty fields filled.

    Which publications represent the person is never changed: who has left some out gets new ones left out too.
    Rows that did not change are not written. Two imports at once wait for each other.
    """
    Researcher.objects.select_for_update().get(pk=researcher.pk)
    plan = plan_merge(researcher, items, source=source)
    Publication.objects.bulk_create(plan.fresh)
    Publication.objects.bulk_update(plan.filled.values(), FILLED)
    if plan.fresh or plan.filled:
        Researcher.objects.filter(pk=researcher.pk).touch()
    return plan.counts


def plan_merge(researcher: Researcher, items: Iterable[Item], *, source: str) -> Plan:
    """What merging ``items`` now would do; writes nothing."""
    rows = list(researcher.publications.all())
    shelf = _Shelf(rows)
    is_representative = all(row.is_representative for row in rows)
    plan = Plan()
    for item in items:
        row = shelf.find(item)
        plan.steps.append(Step(item, row.title if row else None))
        if row is None:
            row = Publication(researcher=researcher, source=source, is_representative=is_representative)
            row.title, row.folded_title = item.title, _folded(item.title)
            plan.fresh.append(row)
            shelf.put(row)
        if _fill(row, item):
            shelf.put_doi(row)
            if row.pk:
                plan.filled[row.pk] = row
    return plan


def is_twin(one: Publication, other: Publication) -> bool:
    """Whether two rows of one title are one work: their years may not differ, and their DOIs not either."""
    return _is_open(one.year, other.year) and _is_open(one.doi, other.doi)


def _is_open(one: object, other: object) -> bool:
    return one == other or not one or not other


class _Shelf:
    """One person's publications, found by DOI, else by folded title and year.

    Two different DOIs are two works, whatever their titles; a work that comes without its year is the one with it.
    """

    def __init__(self, rows: Sequence[Publication]) -> None:
        self._by_doi: dict[str, Publication] = {}
        self._by_title: dict[str, list[Publication]] = {}
        for row in rows:
            self.put(row)

    def put(self, row: Publication) -> None:
        self._by_title.setdefault(row.folded_title, []).append(row)
        self.put_doi(row)

    def put_doi(self, row: Publication) -> None:
        if row.doi:
            self._by_doi[row.doi] = row

    def find(self, item: Item) -> Publication | None:
        if item.doi in self._by_doi:
            return self._by_doi[item.doi]
        like_it = Publication(year=item.year, doi=item.doi)
        twins = [row for row in self._by_title.get(_folded(item.title), ()) if is_twin(row, like_it)]
        return next((row for row in twins if row.year == item.year), twins[0] if twins else None)


def _folded(title: str) -> str:
    return fold(title)[:500]


def _fill(row: Publication, item: Item) -> bool:
    """Give ``row`` what it lacks; return whether there was something. A DOI that another row has found that row."""
    given = {
        "abstract": item.abstract,
        "year": item.year,
        "venue": item.venue,
        "authors": list(item.authors),
        "doi": item.doi,
    }
    lacking = {name: value for name, value in given.items() if value and not getattr(row, name)}
    for name, value in lacking.items():
        setattr(row, name, value)
    return bool(lacking)
