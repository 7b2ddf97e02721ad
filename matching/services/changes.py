"""What a few changes lead to: scored are those who changed, and the few lists that cannot be mended without."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from exchange.jobs.enums import JobState
from matching.core.exact import ExactScorer
from matching.core.listing import Block, lists_and_reach
from matching.core.scoring import ScoreWeights
from matching.core.subjects import BoolArray, IntArray
from matching.core.upkeep import Entries, Rows, Scored, Touched, Update, update_matches
from matching.models import Run
from matching.selectors.families import PairKey
from matching.selectors.namesakes import accounts_at_the_last_run, accounts_of_one_person
from matching.selectors.noted import Noted
from matching.selectors.reader import ENCOUNTERS, EVERYBODY, PAGE, PROJECTS, Of, Reader, Sort, blocks_of
from matching.selectors.standings import (
    ListKind,
    count_lists,
    ends_of,
    entries_of_people,
    entries_with_projects,
    fingerprints_of,
    pairs_with,
)
from matching.selectors.subjects import projects_led_by, projects_over
from matching.services.scores import Changes, MadeLists, Ranked, Scores, explained, marks_of
from matching.services.suggested import Suggestions

Owners = dict[ListKind, set[int]]

MOST = 0.1
"""Of the crowd: where more has changed, scoring everybody anew costs no more."""
PAIRS = 5000
"""Explained at a time, so that few vectors are held."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Of some subjects those who take part now, ascending, and the fingerprint of each."""

    ids: IntArray
    marks: IntArray

    @classmethod
    def read(cls, reader: Reader, of: Of, among: Collection[int]) -> "Marks":
        ids = sorted(among)
        pages = (ids[begin : begin + PAGE] for begin in range(0, len(ids), PAGE))
        families = [reader.family(of, page, with_vectors=False) for page in pages]
        nothing = np.zeros(0, np.int64)
        return cls(
            np.concatenate([nothing, *(family.numbers for family in families)]),
            np.concatenate([nothing, *map(marks_of, families)]),
        )


def score_changes(run: Run, noted: Noted) -> Scores | None:
    """What a full run would find that is not stored already; ``None`` where nothing is stored to build on, or too much changed."""
    if noted.is_everything or not _goes_on(run):
        return None
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    whose = accounts_of_one_person()
    moved = {pk for pk, _root in set(whose.items()) ^ set(accounts_at_the_last_run().items())}
    among = {
        EVERYBODY.kind: noted.researchers | moved,
        PROJECTS.kind: noted.projects | projects_led_by(moved) | projects_over(today=run.started_at.date()),
    }
    if sum(map(len, among.values())) > MOST * count_lists():
        return None
    reader = Reader(model_tag=run.model_tag, today=run.started_at.date(), whose=whose)
    marks = {of.kind: Marks.read(reader, of, among[of.kind]) for of in (EVERYBODY, PROJECTS)}
    changed, changes = _changed(marks, among)
    short = {kind: noted.short_researchers if kind.owner == "researcher" else noted.short_projects for kind in ListKind}
    found = _Found(run, reader, marks, changed, changes, _losers(changes), short)
    lists = [one for encounter in ENCOUNTERS for one in found.follow(*encounter)]
    return Scores(Suggestions.joined(found.suggestions), lists, found.done, whose)


def _goes_on(run: Run) -> bool:
    """Whether the newest run weighed alike, so that what it left is what this one would find."""
    newest = Run.objects.filter(state=JobState.DONE).order_by("-finished_at").first()
    terms = (run.weights, run.top_k, run.model_tag)
    return newest is not None and (newest.weights, newest.top_k, newest.model_tag) == terms


def _changed(marks: dict[str, Marks], among: Mapping[str, Collection[int]]) -> tuple[dict[ListKind, IntArray], Changes]:
    """Whose lists of each kind are to be read as new, and all who changed or are gone."""
    changed: dict[str, IntArray] = {}
    gone: dict[str, IntArray] = {}
    for owner, now in marks.items():
        stored = [fingerprints_of(kind, among[owner]) for kind in ListKind if kind.owner == owner]
        changed[owner] = now.ids[np.any([_differ(now, *one) for one in stored], axis=0)]
        gone[owner] = np.setdiff1d(np.concatenate([owners for owners, _marks in stored]), now.ids)
    sets = {owner: frozenset(some.tolist()) for owner, some in gone.items()}
    both = {owner: frozenset(some.tolist()) | sets[owner] for owner, some in changed.items()}
    changes = Changes(both["researcher"], both["project"], sets, frozenset())
    return {kind: changed[kind.owner] for kind in ListKind}, changes


def _differ(now: Marks, owners: IntArray, stored: IntArray) -> BoolArray:
    """Of whom nothing is stored, or what is stored says something else."""
    differ = ~np.isin(now.ids, owners)
    differ[~differ] = stored[np.searchsorted(owners, now.ids[~differ])] != now.marks[~differ]
    return differ


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
        short: Mapping[ListKind, Collection[int]],
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
            read=partial(self._read, others),
            top_k=self._run.top_k,
        )
        self.suggestions += self._explained(people, others, update)
        self._dropped |= {_key(others, *pair) for pair in update.dropped.tolist()}
        return [
            MadeLists(sort.kind, made.owners, self._fingerprints(sort, made.owners), made)
            for sort, made in ((people, update.of_people), (others, update.of_others))
        ]

    def _fingerprints(self, sort: Sort, owners: IntArray) -> IntArray:
        """As they are stored, but of who changed."""
        found = np.zeros(len(owners), np.int64)
        now = self._marks[sort.owners.kind]
        for ids, marks in (fingerprints_of(sort.kind, owners.tolist()), (now.ids, now.marks)):
            is_known = np.isin(owners, ids)
            found[is_known] = marks[np.searchsorted(ids, owners[is_known])]
        return found

    def _touched(self, sort: Sort) -> Touched:
        """Who takes part, on this side where there are two."""
        concerned = [self._changed[sort.kind], *(_numbers(some[sort.kind]) for some in (self._short, self._lost))]
        there = self._reader.there(sort.owners, np.unique(np.concatenate(concerned)).tolist())
        changed, short, lost = (np.intersect1d(some, there) for some in concerned)
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

    def _read(self, others: Sort, persons: IntArray, partners: IntArray) -> Entries:
        ids = persons.tolist(), partners.tolist()
        if others.owners == PROJECTS:
            rows, different = entries_with_projects(*ids), self._changes.projects
        else:
            rows, different = entries_of_people([*ids[0], *ids[1]]), self._changes.researchers
        mine, theirs = set(ids[0]), set(ids[1])
        found = []
        for first, second, score, rank_for_first, rank_for_second in rows:
            if first in self._changes.researchers or second in different:
                continue
            # Of two researchers the one with the smaller id may be on either side; one of them was asked for.
            if others.owners == PROJECTS or first in mine or second in theirs:
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
