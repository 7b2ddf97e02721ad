"""Lists that follow a few changes while few are scored: digit by digit those that scoring everybody anew would give.

A list has an end, the place behind which everything lies that was left out of it. Who has changed is scored with everybody,
and enters wherever that is before the end. Only a list that lost somebody and is not filled up to its end again is scored
anew itself, since of what was left out something may now belong there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matching.core.exact import ExactArray, ExactScorer
from matching.core.leaders import Places
from matching.core.retrieval import Matches, find_matches
from matching.core.scoring import ScoreWeights
from matching.core.subjects import BoolArray, IntArray, Subjects

AS_STORED = -1
"""In place of a rank: on a list that nothing has changed."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The last place of each list, both ``(lists,)``: its score, minus infinity where nothing was left out, and partner."""

    score: ExactArray
    partner: IntArray

    def reached(self, owner: IntArray, score: ExactArray, partner: IntArray) -> BoolArray:
        """Which pairs ``(m,)`` stand before their owner's end, or are it."""
        end = self.score[owner]
        reached: BoolArray = (score > end) | ((score == end) & (partner <= self.partner[owner]))
        return reached


@dataclass(frozen=True, slots=True)
class Lists:
    """What is known of the lists of one kind of subjects, all ``(owners,)``.

    ``numbers`` ascend, and are a subject's own from run to run, as positions are not. ``changed`` are to be read as new;
    of the others' lists ``short`` ones lack what they should have, and ``lost`` ones had somebody who changed or is gone.
    """

    numbers: IntArray
    changed: BoolArray
    short: BoolArray
    lost: BoolArray
    ends: Ends

    @property
    def fresh(self) -> BoolArray:
        """To be scored anew from the start."""
        fresh: BoolArray = self.changed | self.short
        return fresh


@dataclass(frozen=True, slots=True)
class Entries:
    """Stored pairs of positions, all ``(m,)``; a rank is 0 on whose list the pair does not stand."""

    person: IntArray
    other: IntArray
    score: ExactArray
    person_rank: IntArray
    other_rank: IntArray


ReadEntries = Callable[[IntArray, IntArray], Entries]
"""Given people and others, the stored pairs that stand on a list of one of them, neither end of which has changed."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """Lists that were made again: whose, how long they are, and where they end."""

    owners: IntArray
    lengths: IntArray
    ends: Ends


@dataclass(frozen=True, slots=True)
class Update:
    """``matches`` replace what is stored of these pairs, a rank ``AS_STORED`` stays; ``dropped``, ``(n, 2)``, stand nowhere now.

    Of stored pairs with somebody who changed those that are not among ``matches`` are gone as well.
    """

    matches: Matches
    dropped: IntArray
    of_people: Renewed
    of_others: Renewed


Found = Matches | Entries


@dataclass(frozen=True, slots=True)
class _Rows:
    """Pairs as one of their ends sees them; ``partner`` is a position."""

    owner: IntArray
    partner: IntArray
    score: ExactArray

    def only(self, kept: BoolArray) -> "_Rows":
        return _Rows(self.owner[kept], self.partner[kept], self.score[kept])

    @classmethod
    def joined(cls, *some: "_Rows") -> "_Rows":
        columns = zip(*((rows.owner, rows.partner, rows.score) for rows in some), strict=True)
        return cls(*map(np.concatenate, columns))


@dataclass(frozen=True, slots=True)
class _Made:
    """Lists as they are now: of which owners, and what stands on them, at which rank."""

    side: int
    owners: BoolArray
    rows: _Rows
    ranks: IntArray

    @classmethod
    def of(cls, side: int, owners: BoolArray, rows: _Rows, top_k: int) -> "_Made":
        ranks = Places.of(rows.owner, rows.partner, rows.score, count=len(owners)).ranks
        return cls(side, owners, rows.only(ranks <= top_k), ranks[ranks <= top_k])

    def codes(self, others: int) -> IntArray:
        """As ``person * others + other``."""
        person, other = (self.rows.owner, self.rows.partner)[:: 1 if self.side == 0 else -1]
        return person * others + other

    def renewed(self, numbers: IntArray, top_k: int) -> Renewed:
        lengths = np.bincount(self.rows.owner, minlength=len(self.owners))
        score, partner = np.full(len(self.owners), -np.inf), np.zeros(len(self.owners), np.int64)
        last = self.rows.only(self.ranks == top_k)
        score[last.owner], partner[last.owner] = last.score, numbers[last.partner]
        owners = np.flatnonzero(self.owners)
        return Renewed(owners, lengths[owners], Ends(score[owners], partner[owners]))


@dataclass(frozen=True, slots=True)
class _Side:
    """One kind of subjects as owners of lists: the people (0) or the others (1)."""

    number: int
    lists: Lists

    def rows(self, found: Found) -> _Rows:
        ends = (found.person, found.other)
        return _Rows(ends[self.number], ends[1 - self.number], found.score)

    def on_lists(self, found: Found, owners: BoolArray) -> _Rows:
        """What stands on the lists of these owners."""
        rows, ranks = self.rows(found), (found.person_rank, found.other_rank)[self.number]
        return rows.only(owners[rows.owner] & (ranks > 0))

    def entering(self, found: Matches, across: Lists) -> _Rows:
        """Of the other kind's subjects who changed, those who are before the end of a list that is not made anew."""
        rows = self.rows(found)
        rows = rows.only(across.changed[rows.partner] & ~self.lists.fresh[rows.owner])
        return rows.only(self.lists.ends.reached(rows.owner, rows.score, across.numbers[rows.partner]))

    def touched(self, entering: _Rows) -> BoolArray:
        touched = self.lists.lost & ~self.lists.fresh
        touched[entering.owner] = True
        return touched

    def open(self, touched: BoolArray, rows: _Rows, top_k: int) -> BoolArray:
        """Lists that are not filled up to their end again."""
        lengths = np.bincount(rows.owner, minlength=len(touched))
        is_open: BoolArray = touched & (self.lists.ends.score > -np.inf) & (lengths < top_k)
        return is_open


@dataclass(frozen=True, slots=True)
class _Crowd:
    people: Subjects
    others: Subjects
    weights: ScoreWeights
    top_k: int
    dismissed: npt.NDArray[np.int64]

    def score(self, side: _Side, owners: BoolArray) -> Matches:
        """These owners with everybody: their lists, and the best few of them for everybody else."""
        crowds, chosen = [self.people, self.others], np.flatnonzero(owners)
        crowds[side.number] = crowds[side.number].take(chosen)
        dismissed = self.dismissed[owners[self.dismissed[:, side.number]]]
        dismissed[:, side.number] = np.searchsorted(chosen, dismissed[:, side.number])
        found = find_matches(*crowds, weights=self.weights, top_k=self.top_k, dismissed=dismissed)
        name = ("person", "other")[side.number]
        return replace(found, **{name: chosen[getattr(found, name)]})

    def mend(self, side: _Side, fresh: Matches, stored: Entries, entering: _Rows, touched: BoolArray) -> _Made:
        """This side's lists that were scored from the start, that are touched, and that are to be scored all the same."""
        kept = _Rows.joined(side.on_lists(stored, touched), entering)
        again = side.open(touched, kept, self.top_k)
        rows = _Rows.joined(
            side.on_lists(fresh, side.lists.fresh),
            side.on_lists(self.score(side, again), again),
            kept.only(~again[kept.owner]),
        )
        return _Made.of(side.number, touched | side.lists.fresh, rows, self.top_k)

    def merged(self, made: Sequence[_Made], stored: Entries) -> tuple[Matches, IntArray]:
        """All pairs on a list that was made, and those that stood on such a list and stand on none."""
        codes, ranks = _ranks(made, stored, others=len(self.others))
        person, other = np.divmod(codes, len(self.others))
        stands = (ranks != 0).any(axis=0)
        values = ExactScorer(self.people, self.others, self.weights).values(person[stands], other[stands])
        matches = Matches(person[stands], other[stands], *values.T, *ranks[:, stands])
        return matches, np.stack([person[~stands], other[~stands]], axis=1)


def _ranks(made: Sequence[_Made], stored: Entries, *, others: int) -> tuple[IntArray, IntArray]:
    """All pairs concerned as ``person * others + other``, and both ranks of each, ``(2, m)``."""
    before = stored.person * others + stored.other
    codes = np.unique(np.concatenate([before, *(one.codes(others) for one in made)]))
    ranks = np.full((2, len(codes)), AS_STORED, np.int64)
    ranks[:, np.searchsorted(codes, before)] = stored.person_rank, stored.other_rank
    for rank, one, end in zip(ranks, made, np.divmod(codes, others), strict=True):
        rank[one.owners[end]] = 0
        rank[np.searchsorted(codes, one.codes(others))] = one.ranks
    return codes, ranks


def lists_of(found: Matches, people: IntArray, others: IntArray, *, top_k: int) -> tuple[Renewed, Renewed]:
    """All lists of everybody, the people's and the others', who have these numbers, where ``found`` is all there is."""
    nothing = np.zeros(0, bool)
    ends = Ends(np.zeros(0), np.zeros(0, np.int64))
    made = []
    for number, owners in enumerate((people, others)):
        side, everybody = _Side(number, Lists(owners, nothing, nothing, nothing, ends)), np.ones(len(owners), bool)
        made.append(_Made.of(number, everybody, side.on_lists(found, everybody), top_k))
    return made[0].renewed(others, top_k), made[1].renewed(people, top_k)


def update_matches(
    people: Subjects,
    others: Subjects,
    *,
    of_people: Lists,
    of_others: Lists,
    read: ReadEntries,
    weights: ScoreWeights,
    top_k: int,
    dismissed: npt.NDArray[np.int64],
) -> Update:
    """What :func:`find_matches` would find of ``people`` and ``others`` that is not stored already.

    A pair in ``dismissed``, ``(n, 2)``, that was not when the lists were made, or is no longer, has a person who changed.
    ``read`` is called once.
    """
    crowd = _Crowd(people, others, weights, top_k, dismissed)
    sides = (_Side(0, of_people), _Side(1, of_others))
    fresh = [crowd.score(side, side.lists.fresh) for side in sides]
    entering = [side.entering(fresh[1 - side.number], sides[1 - side.number].lists) for side in sides]
    touched = [side.touched(rows) for side, rows in zip(sides, entering, strict=True)]
    in_need = (one | side.lists.short & ~side.lists.changed for side, one in zip(sides, touched, strict=True))
    stored = read(*map(np.flatnonzero, in_need))
    made = [crowd.mend(side, fresh[side.number], stored, entering[side.number], touched[side.number]) for side in sides]
    matches, dropped = crowd.merged(made, stored)
    renewed = made[0].renewed(of_others.numbers, top_k), made[1].renewed(of_people.numbers, top_k)
    return Update(matches, dropped, *renewed)
