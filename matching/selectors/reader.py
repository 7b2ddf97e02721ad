"""Reads whom a run matches a page at a time, so that nobody holds the whole crowd."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Q, QuerySet

from exchange.people.enums import Side
from matching.core.listing import Block
from matching.core.subjects import IntArray
from matching.enums import ListSort
from matching.selectors.columns import some
from matching.selectors.families import SIDE_BITS, Family, pairs_set_aside, project_family, researcher_family
from matching.selectors.standings import ListKind
from matching.selectors.subjects import projects_taking_part, researchers_taking_part

PAGE = 2000
"""Subjects at a time: with a dozen texts each their vectors take some 40 MB."""


class Of(NamedTuple):
    """All researchers, those of one side, or all projects."""

    kind: str
    side: Side | None = None

    @property
    def bit(self) -> int | None:
        return None if self.side is None else SIDE_BITS[self.side]


class Sort(NamedTuple):
    """Lists of one sort; ``of_people``: the partners are the people of :mod:`matching.core`, the owners the others."""

    kind: ListKind
    owners: Of
    partners: Of
    of_people: bool


KOREAN, AMERICAN, EVERYBODY = Of("researcher", Side.KR), Of("researcher", Side.US), Of("researcher")
PROJECTS = Of("project")
SORTS = {
    ListSort.PROJECTS: Sort(ListKind.PROJECTS_OF_RESEARCHER, EVERYBODY, PROJECTS, of_people=False),
    ListSort.PARTNERS_KR: Sort(ListKind.PEOPLE_OF_RESEARCHER, KOREAN, AMERICAN, of_people=False),
    ListSort.PARTNERS_US: Sort(ListKind.PEOPLE_OF_RESEARCHER, AMERICAN, KOREAN, of_people=True),
    ListSort.PEOPLE: Sort(ListKind.PEOPLE_OF_PROJECT, PROJECTS, EVERYBODY, of_people=True),
}
ENCOUNTERS = (
    (SORTS[ListSort.PROJECTS], SORTS[ListSort.PEOPLE]),
    (SORTS[ListSort.PARTNERS_KR], SORTS[ListSort.PARTNERS_US]),
)
"""Who meets whom: the lists of the people of :mod:`matching.core`, and of the others."""


class Reader:
    """``whose`` tells the person behind several accounts, as the run found it when it was planned.

    A crowd of a single page is not read again.
    """

    def __init__(self, *, model_tag: str, today: date, whose: Mapping[int, int]) -> None:
        self._model_tag, self._today, self._whose = model_tag, today, whose
        self._kept: dict[tuple[int, ...], Family] = {}
        self._only_page: dict[Of, list[int]] = {}

    def family(self, of: Of, ids: Sequence[int], *, with_vectors: bool = True) -> Family:
        """Those of ``ids`` who still take part."""
        kept = self._kept.get((of.kind == PROJECTS.kind, *ids))
        if kept is not None:
            return kept
        if of.kind == PROJECTS.kind:
            return project_family(
                self._model_tag, whose=self._whose, today=self._today, among=ids, with_vectors=with_vectors
            )
        return researcher_family(self._model_tag, whose=self._whose, among=ids, with_vectors=with_vectors)

    def there(self, of: Of, ids: Sequence[int]) -> IntArray:
        """Who of ``ids`` takes part, ascending."""
        return np.array(self._taking_part(of).filter(pk__in=some(ids)).values_list("pk", flat=True), np.int64)

    def pages(self, of: Of, size: int = PAGE) -> Iterator[list[int]]:
        """Ids, ascending."""
        ids = [0] * size
        while len(ids) == size and (ids := self._after(ids[-1], of, size)):
            yield ids

    def families(self, of: Of) -> Iterator[Family]:
        if of in self._only_page:
            yield self.family(of, self._only_page[of])
            return
        for number, ids in enumerate(self.pages(of)):
            family = self.family(of, ids)
            if number == 0 and len(ids) < PAGE:
                self._kept[of.kind == PROJECTS.kind, *ids], self._only_page[of] = family, ids
            yield family

    def _after(self, last: int, of: Of, size: int) -> list[int]:
        return list(self._taking_part(of).filter(pk__gt=last).values_list("pk", flat=True)[:size])

    def _taking_part(self, of: Of) -> "QuerySet[Any]":
        if of.kind == PROJECTS.kind:
            return projects_taking_part(today=self._today)
        people = researchers_taking_part()
        return people if of.side is None else people.filter(country=of.side)


def set_aside_of(kind: ListKind, owners: IntArray) -> IntArray:
    """What is never suggested to these owners: ids of owner and partner, ``(n, 2)``."""
    ids = owners.tolist()
    pairs = pairs_set_aside()
    if kind == ListKind.PEOPLE_OF_PROJECT:
        rows = set(pairs.filter(project__in=some(ids)).values_list("project", "researcher"))
    elif kind == ListKind.PROJECTS_OF_RESEARCHER:
        rows = set(pairs.filter(researcher__in=some(ids), project__isnull=False).values_list("researcher", "project"))
    else:
        of_people = pairs.filter(Q(researcher__in=some(ids)) | Q(partner__in=some(ids)), partner__isnull=False)
        both = set(of_people.values_list("researcher", "partner"))
        rows = both | {(second, first) for first, second in both}
    return np.array(sorted(rows), np.int64).reshape(-1, 2)


def blocks_of(reader: Reader, sort: Sort, owners: IntArray) -> Iterator[tuple[Block, Family]]:
    """All partners of these owners, a page at a time."""
    aside = set_aside_of(sort.kind, owners)
    aside = aside[np.isin(aside[:, 0], owners)]
    for family in reader.families(sort.partners):
        numbers = family.numbers
        here = aside[np.isin(aside[:, 1], numbers)]
        places = np.stack([np.searchsorted(owners, here[:, 0]), np.searchsorted(numbers, here[:, 1])], axis=1)
        yield Block(family.subjects, numbers, places), family
