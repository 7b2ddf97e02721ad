"""What a few changes lead to: scored are those who changed, and the few lists that cannot be mended without."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from exchange.jobs.enums import JobState
from matching.core.exact import ExactScorer
from matching.core.listing import Block, lists_and_reach
from matching.core.scoring import ScoreWeights
from matching.core.subjects import IntArray
from matching.core.upkeep import Entries, Rows, Scored, Touched, Update, update_matches
from matching.models import Run
from matching.selectors.families import PairKey
from matching.selectors.namesakes import accounts_of_one_person
from matching.selectors.reader import ENCOUNTERS, EVERYBODY, PROJECTS, Of, Reader, Sort, blocks_of
from matching.selectors.standings import (
    ListKind,
    ends_of,
    entries_of_people,
    entries_with_projects,
    fingerprints_of,
    pairs_with,
    short_lists,
)
from matching.services.scores import Changes, MadeLists, Ranked, Scores, explained, marks_of
from matching.services.suggested import Suggestions

Owners = dict[ListKind, set[int]]

MOST = 0.1
"""Of the crowd: where more has changed, scoring everybody anew costs no more."""
PAIRS = 5000
"""Explained at a time, so that few vectors are held."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Who takes part now, ascending, and the fingerprint and side of each, all ``(n,)``."""

    ids: IntArray
    marks: IntArray
    sides: IntArray

    @classmethod
    def read(cls, reader: Reader, of: Of) -> "Marks":
        families = [reader.family(of, ids, with_vectors=False) for ids in reader.pages(of)]
        nothing = np.zeros(0, np.int64)
        return cls(
            np.concatenate([nothing, *(family.numbers for family in families)]),
            np.concatenate([nothing, *map(marks_of, families)]),
            np.concatenate([nothing, *(family.texts.facts.side for family in families)]),
        )

    def of_side(self, of: Of) -> IntArray:
        return self.ids if of.bit is None else self.ids[self.sides == of.bit]

    def of_owners(self, owners: IntArray) -> IntArray:
        return self.marks[np.searchsorted(self.ids, owners)]


def score_changes(run: Run) -> Scores | None:
    """What a full run would find that is not stored already; ``None`` where nothing is stored to build on, or too much changed."""
    if not _goes_on(run):
        return None
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    reader = Reader(model_tag=run.model_tag, today=run.started_at.date(), whose=accounts_of_one_person())
    marks = {of.kind: Marks.read(reader, of) for of in (EVERYBODY, PROJECTS)}
    changed, changes = _changed(marks)
    if len(changes.researchers) + len(changes.projects) > MOST * sum(len(some.ids) for some in marks.values()):
        return None
    found = _Found(run, reader, marks, changed, changes, _losers(changes), short_lists())
    parts = [found.follow(*encounter) for encounter in ENCOUNTERS]
    return Scores(Suggestions.joined(found.suggestions), [one for some in parts for one in some], found.done)


def _goes_on(run: Run) -> bool:
    """Whether the newest run weighed alike, so that what it left is what this one would find."""
    newest = Run.objects.filter(state=JobState.DONE).order_by("-finished_at").first()
    terms = (run.weights, run.top_k, run.model_tag)
    return newest is not None and (newest.weights, newest.top_k, newest.model_tag) == terms


def _changed(marks: dict[str, Marks]) -> tuple[dict[ListKind, IntArray], Changes]:
    """Whose lists of each kind are to be read as new, and all who changed or are gone."""
    changed, gone = {}, {owner: np.zeros(0, np.int64) for owner in marks}
    for kind in ListKind:
        now, (owners, stored) = marks[kind.owner], fingerprints_of(kind)
        different = ~np.isin(now.ids, owners)
        different[~different] = stored[np.searchsorted(owners, now.ids[~different])] != now.marks[~different]
        changed[kind] = now.ids[different]
        gone[kind.owner] = np.union1d(gone[kind.owner], np.setdiff1d(owners, now.ids))
    of_people = np.union1d(changed[ListKind.PEOPLE_OF_RESEARCHER], changed[ListKind.PROJECTS_OF_RESEARCHER])
    changed |= {kind: of_people for kind in ListKind if kind.owner == "researcher"}
    researchers, projects = (
        np.union1d(of_people, gone["researcher"]),
        np.union1d(changed[ListKind.PEOPLE_OF_PROJECT], gone["project"]),
    )
    sets = {owner: frozenset(some.tolist()) for owner, some in gone.items()}
    return changed, Changes(frozenset(researchers.tolist()), frozenset(projects.tolist()), sets, frozenset())


def _losers(changed: Changes) -> Owners:
    """Whose lists had one of those who changed or are gone."""
    lost: Owners = {kind: set() for kind in ListKind}
    for first, partner, project, rank_for_first, rank_for_other in pairs_with(changed.researchers, changed.projects):
        of_first = ListKind.PEOPLE_OF_RESEARCHER if partner else ListKind.PROJECTS_OF_RESEARCHER
        of_other = ListKind.PEOPLE_OF_RESEARCHER if partner else ListKind.PEOPLE_OF_PROJECT
        if rank_for_first:
            lost[of_first].add(first)
        if rank_for_other:
            lost[of_other].add(partner or project)
    return lost


class _Found:
    """Follows the changes through the lists of each two kinds of subjects that meet."""

    def __init__(
        self,
        run: Run,
        reader: Reader,
        marks: dict[str, Marks],
        changed: dict[ListKind, IntArray],
        changes: Changes,
        lost: Owners,
        short: Owners,
    ) -> None:
        self._run, self._reader, self._marks = run, reader, marks
        self._changed, self._changes, self._lost, self._short = changed, changes, lost, short
        self._weights = ScoreWeights(**run.weights)
        self.suggestions: list[Suggestions] = []
        self._dropped: set[PairKey] = set()

    @property
    def done(self) -> Changes:
        changes = self._changes
        return Changes(changes.researchers, changes.projects, changes.gone, frozenset(self._dropped))

    def follow(self, people: Sort, others: Sort) -> list[MadeLists]:
        sorts = (people, others)
        update = update_matches(
            self._touched(people),
            self._touched(others),
            score=lambda side, owners: self._score(sorts[side], owners),
            ends_of=lambda side, owners: ends_of(sorts[side].kind, owners),
            read=partial(self._read, people, others),
            top_k=self._run.top_k,
        )
        self.suggestions += self._explained(people, others, update)
        self._dropped |= {_key(others, *pair) for pair in update.dropped.tolist()}
        return [
            MadeLists(sort.kind, made.owners, self._marks[sort.owners.kind].of_owners(made.owners), made)
            for sort, made in ((people, update.of_people), (others, update.of_others))
        ]

    def _touched(self, sort: Sort) -> Touched:
        there = self._marks[sort.owners.kind].of_side(sort.owners)
        changed = np.intersect1d(self._changed[sort.kind], there)
        short, lost = (np.intersect1d(_numbers(some[sort.kind]), there) for some in (self._short, self._lost))
        return Touched(changed, np.setdiff1d(short, changed), lost)

    def _score(self, sort: Sort, owners: IntArray) -> Scored:
        if not len(owners):
            return Scored(Rows.none(), Rows.none())
        family = self._reader.family(sort.owners, owners.tolist())
        listed, reaching = lists_and_reach(
            family.subjects,
            family.numbers,
            self._blocks(sort, family.numbers),
            of_people=sort.of_people,
            weights=self._weights,
            top_k=self._run.top_k,
        )
        return Scored(Rows(family.numbers[listed.owner], listed.partner, listed.score), reaching)

    def _blocks(self, sort: Sort, owners: IntArray) -> Iterator[Block]:
        across = next(one for pair in ENCOUNTERS if sort in pair for one in pair if one != sort)
        for block, _family in blocks_of(self._reader, sort, owners):
            yield Block(block.partners, block.numbers, block.set_aside, ends_of(across.kind, block.numbers))

    def _read(self, people: Sort, others: Sort, persons: IntArray, partners: IntArray) -> Entries:
        ids = persons.tolist(), partners.tolist()
        if others.owners == PROJECTS:
            rows, different = entries_with_projects(*ids), self._changes.projects
        else:
            rows, different = entries_of_people([*ids[0], *ids[1]]), self._changes.researchers
        on_this_side = set(self._marks[people.owners.kind].of_side(people.owners).tolist())
        found = []
        for first, second, score, rank_for_first, rank_for_second in rows:
            if first in self._changes.researchers or second in different:
                continue
            # Of two researchers the one with the smaller id may be on either side.
            if first in on_this_side:
                found.append((first, second, score, rank_for_first, rank_for_second))
            else:
                found.append((second, first, score, rank_for_second, rank_for_first))
        return _entries(found)

    def _explained(self, people: Sort, others: Sort, update: Update) -> Iterator[Suggestions]:
        for begin in range(0, len(update.person), PAIRS):
            some = slice(begin, begin + PAIRS)
            persons, partners = update.person[some], update.other[some]
            one = self._reader.family(people.owners, np.unique(persons).tolist())
            two = self._reader.family(others.owners, np.unique(partners).tolist())
            there = np.isin(persons, one.numbers) & np.isin(partners, two.numbers)
            person, other = np.searchsorted(one.numbers, persons[there]), np.searchsorted(two.numbers, partners[there])
            values = ExactScorer(one.subjects, two.subjects, self._weights).values(person, other)
            ranks = np.stack([update.person_rank[some], update.other_rank[some]])[:, there]
            yield explained(one, two, Ranked(person, other, values, *ranks))


def _numbers(some: Collection[int]) -> IntArray:
    return np.array(sorted(some), np.int64)


def _entries(rows: list[Any]) -> Entries:
    columns = list(zip(*rows, strict=True)) or [()] * 5
    person, other, score, *ranks = columns
    return Entries(
        np.array(person, np.int64),
        np.array(other, np.int64),
        np.array(score, np.float64),
        *(np.array([rank or 0 for rank in column], np.int64) for column in ranks),
    )


def _key(others: Sort, one: int, two: int) -> PairKey:
    return (one, two, None) if others.owners == PROJECTS else (min(one, two), None, max(one, two))
