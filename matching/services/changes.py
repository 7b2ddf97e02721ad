"""What a few changes lead to: scored are those who changed, and the few lists that cannot be mended without."""

from collections.abc import Collection
from typing import Any

import numpy as np

from exchange.jobs.enums import JobState
from matching.core.scoring import ScoreWeights
from matching.core.subjects import BoolArray, IntArray
from matching.core.upkeep import Entries, Lists, Update, update_matches
from matching.models import Run
from matching.selectors.families import Family, PairKey
from matching.selectors.standings import (
    ListKind,
    Standings,
    entries_of_people,
    entries_with_projects,
    pairs_with,
    read_standings,
    short_lists,
)
from matching.services.scores import Changes, Crowd, Scores, explained, kinds_of, lists_made, positions
from matching.services.suggested import Suggestions

Owners = dict[ListKind, set[int]]

MOST = 0.1
"""Of the crowd: where more has changed, scoring everybody anew costs no more."""


def score_changes(run: Run, crowd: Crowd) -> Scores | None:
    """What a full run would find that is not stored already; ``None`` where nothing is stored to build on, or too much changed."""
    if not _goes_on(run, crowd.model_tag):
        return None
    standings = {kind: read_standings(kind) for kind in ListKind}
    changed = _changed(standings, crowd)
    if len(changed.researchers) + len(changed.projects) > MOST * (len(crowd.people) + len(crowd.projects)):
        return None
    lost, short = _losers(changed), short_lists()
    parts, lists, dropped = [], [], set()
    for people, others in crowd.encounters:
        dismissed = positions(crowd.set_aside, people, others)
        update = _update(run, people, others, dismissed, standings, changed, lost, short)
        parts.append(explained(people, others, update.matches, dismissed))
        lists += lists_made(crowd, people, others, (update.of_people, update.of_others))
        dropped |= _keys(people, others, update.dropped)
    changes = Changes(changed.researchers, changed.projects, changed.gone, frozenset(dropped))
    return Scores(Suggestions.joined(*parts), lists, changes)


def _goes_on(run: Run, model_tag: str) -> bool:
    """Whether the newest run weighed alike, so that what it left is what this one would find."""
    newest = Run.objects.filter(state=JobState.DONE).order_by("-finished_at").first()
    terms = (run.weights, run.top_k, model_tag)
    return newest is not None and (newest.weights, newest.top_k, newest.model_tag) == terms


def _changed(standings: dict[ListKind, Standings], crowd: Crowd) -> Changes:
    found = {}
    for owner, marks in crowd.marks.items():
        stored: dict[int, set[int]] = {}
        for kind, known in standings.items():
            if kind.owner == owner:
                for pk, mark in zip(known.owner.tolist(), known.fingerprint.tolist(), strict=True):
                    stored.setdefault(pk, set()).add(mark)
        gone = frozenset(stored.keys() - marks.keys())
        found[owner] = frozenset(pk for pk, mark in marks.items() if stored.get(pk) != {mark}) | gone, gone
    gone_of = {owner: gone for owner, (_changed, gone) in found.items()}
    return Changes(found["researcher"][0], found["project"][0], gone_of, frozenset())


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


def _update(
    run: Run,
    people: Family,
    others: Family,
    dismissed: IntArray,
    standings: dict[ListKind, Standings],
    changed: Changes,
    lost: Owners,
    short: Owners,
) -> Update:
    kinds = kinds_of(others)
    of_people, of_others = (
        _lists(family, standings[kind], changed, lost[kind], short[kind])
        for family, kind in zip((people, others), kinds, strict=True)
    )

    def read(owners: IntArray, partners: IntArray) -> Entries:
        ids = people.numbers[owners].tolist(), others.numbers[partners].tolist()
        rows = entries_of_people([*ids[0], *ids[1]]) if others.is_people else entries_with_projects(*ids)
        return _entries(rows, people, others, changed)

    return update_matches(
        people.subjects,
        others.subjects,
        of_people=of_people,
        of_others=of_others,
        read=read,
        weights=ScoreWeights(**run.weights),
        top_k=run.top_k,
        dismissed=dismissed,
    )


def _lists(family: Family, standings: Standings, changed: Changes, lost: set[int], short: set[int]) -> Lists:
    ids = family.numbers
    different = changed.researchers if family.is_people else changed.projects
    ends, is_known = standings.ends_of(ids)
    return Lists(
        numbers=ids,
        changed=~is_known | _among(ids, different),
        short=_among(ids, short),
        lost=_among(ids, lost),
        ends=ends,
    )


def _among(ids: IntArray, some: Collection[int]) -> BoolArray:
    return np.isin(ids, np.array(sorted(some), np.int64))


def _entries(rows: list[Any], people: Family, others: Family, changed: Changes) -> Entries:
    """Of two researchers the one with the smaller id may be on either side."""
    place_of_person = {pk: place for place, pk in enumerate(people.ids)}
    place_of_other = {pk: place for place, pk in enumerate(others.ids)}
    different = changed.researchers if others.is_people else changed.projects
    found = []
    for first, second, score, rank_for_first, rank_for_second in rows:
        if first in changed.researchers or second in different:
            continue
        if first in place_of_person and second in place_of_other:
            found.append((place_of_person[first], place_of_other[second], score, rank_for_first, rank_for_second))
        elif first in place_of_other and second in place_of_person:
            found.append((place_of_person[second], place_of_other[first], score, rank_for_second, rank_for_first))
    columns = list(zip(*found, strict=True)) or [()] * 5
    person, other, score, *ranks = columns
    return Entries(
        np.array(person, np.int64),
        np.array(other, np.int64),
        np.array(score, np.float64),
        *(np.array([rank or 0 for rank in column], np.int64) for column in ranks),
    )


def _keys(people: Family, others: Family, pairs: IntArray) -> set[PairKey]:
    found: set[PairKey] = set()
    for person, other in pairs.tolist():
        one, two = people.ids[person], others.ids[other]
        found.add((min(one, two), None, max(one, two)) if others.is_people else (one, two, None))
    return found
