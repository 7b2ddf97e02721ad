"""Lists that follow a few changes while few are scored: digit by digit those that scoring everybody anew would give.

A list has an end, the place behind which everything lies that was left out of it. Who has changed is scored with everybody,
and enters wherever that is before the end. Only a list that lost somebody and is not filled up to its end again is scored
anew itself, since of what was left out something may now belong there. Subjects are told by their numbers, which are their
own from run to run: nobody need hold those whom nothing concerns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.core.exact import ExactArray
from matching.core.places import Places
from matching.core.subjects import BoolArray, IntArray

AS_STORED = -1
"""In place of a rank: on a list that nothing has changed."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The last place of each list, both ``(lists,)``: its score, minus infinity where nothing was left out, and partner.

    Of a list that is not known the score is infinite: nobody enters it.
    """

    score: ExactArray
    partner: IntArray

    def reached(self, owner: IntArray, score: ExactArray, partner: IntArray) -> BoolArray:
        """Which pairs ``(m,)`` stand before the end of the list at position ``owner[i]``, or are it."""
        end = self.score[owner]
        reached: BoolArray = (score > end) | ((score == end) & (partner <= self.partner[owner]))
        return reached


@dataclass(frozen=True, slots=True)
class Touched:
    """Subjects of one kind whom changes concern, by their numbers. ``changed`` are to be read as new.

    Of the others' lists ``short`` ones lack what they should have, and ``lost`` ones had somebody who changed or is gone.
    """

    changed: IntArray
    short: IntArray
    lost: IntArray

    @property
    def fresh(self) -> IntArray:
        """Whose lists are scored anew from the start."""
        return np.union1d(self.changed, self.short)


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs as one of their ends sees them, all ``(m,)``; both ends are numbers."""

    owner: IntArray
    partner: IntArray
    score: ExactArray

    def only(self, kept: BoolArray) -> "Rows":
        return Rows(self.owner[kept], self.partner[kept], self.score[kept])

    @classmethod
    def none(cls) -> "Rows":
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    @classmethod
    def joined(cls, *some: "Rows") -> "Rows":
        columns = zip(*((rows.owner, rows.partner, rows.score) for rows in some), strict=True)
        return cls(*map(np.concatenate, columns))


@dataclass(frozen=True, slots=True)
class Scored:
    """Owners scored with everybody: what stands on their lists, and of their pairs those that the partner's list lets in."""

    listed: Rows
    reaching: Rows


Score = Callable[[int, IntArray], Scored]
"""Given a side, people (0) or others (1), and owners of that side by number."""
EndsOf = Callable[[int, IntArray], Ends]


@dataclass(frozen=True, slots=True)
class Entries:
    """Stored pairs of numbers, all ``(m,)``; a rank is 0 on whose list the pair does not stand."""

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
    """What is to be stored of these pairs of ``person`` and ``other``, all ``(m,)``; a rank ``AS_STORED`` stays.

    ``dropped``, ``(n, 2)``, stand nowhere now. Of stored pairs with somebody who changed those that are not among these
    are gone as well; all others are as they were.
    """

    person: IntArray
    other: IntArray
    person_rank: IntArray
    other_rank: IntArray
    dropped: IntArray
    of_people: Renewed
    of_others: Renewed


@dataclass(frozen=True, slots=True)
class _Made:
    """Lists as they are now: of which owners, and what stands on them, at which rank."""

    side: int
    owners: IntArray
    rows: Rows
    ranks: IntArray

    @classmethod
    def of(cls, side: int, owners: IntArray, rows: Rows, top_k: int) -> "_Made":
        places = np.searchsorted(owners, rows.owner)
        ranks = Places.of(places, rows.partner, rows.score, count=len(owners)).ranks
        return cls(side, owners, rows.only(ranks <= top_k), ranks[ranks <= top_k])

    @property
    def ends(self) -> tuple[IntArray, IntArray]:
        """The person and the other of each row."""
        return (self.rows.owner, self.rows.partner) if self.side == 0 else (self.rows.partner, self.rows.owner)

    def renewed(self, top_k: int) -> Renewed:
        places = np.searchsorted(self.owners, self.rows.owner)
        lengths = np.bincount(places, minlength=len(self.owners))
        score, partner = np.full(len(self.owners), -np.inf), np.zeros(len(self.owners), np.int64)
        last = self.ranks == top_k
        score[places[last]], partner[places[last]] = self.rows.score[last], self.rows.partner[last]
        return Renewed(self.owners, lengths, Ends(score, partner))


class _Side:
    """One kind of subjects as owners of lists: the people (0) or the others (1)."""

    def __init__(self, number: int, of: Touched, across: Touched, top_k: int) -> None:
        self.number, self.of, self._across, self._top_k = number, of, across, top_k

    def entering(self, scored: Scored) -> Rows:
        """Of the other kind's subjects who changed, those who are before the end of a list that is not made anew."""
        reaching = scored.reaching
        rows = Rows(reaching.partner, reaching.owner, reaching.score)
        return rows.only(np.isin(rows.partner, self._across.changed) & ~np.isin(rows.owner, self.of.fresh))

    def touched(self, entering: Rows) -> IntArray:
        return np.union1d(np.setdiff1d(self.of.lost, self.of.fresh), entering.owner)

    def in_need(self, touched: IntArray) -> IntArray:
        """Of whose lists it matters what is stored."""
        return np.union1d(touched, np.setdiff1d(self.of.short, self.of.changed))

    def mend(
        self, fresh: Scored, stored: Entries, entering: Rows, touched: IntArray, score: Score, ends: Ends
    ) -> _Made:
        """This side's lists that were scored from the start, that are touched, and that are to be scored all the same."""
        kept = Rows.joined(self._on_lists(stored, touched), entering)
        lengths = np.bincount(np.searchsorted(touched, kept.owner), minlength=len(touched))
        again = touched[(ends.score > -np.inf) & (lengths < self._top_k)]
        anew = [score(self.number, again).listed] if len(again) else []
        rows = Rows.joined(fresh.listed, *anew, kept.only(~np.isin(kept.owner, again)))
        return _Made.of(self.number, np.union1d(touched, self.of.fresh), rows, self._top_k)

    def _on_lists(self, stored: Entries, owners: IntArray) -> Rows:
        """What stands on the lists of these owners."""
        ends, ranks = (stored.person, stored.other), (stored.person_rank, stored.other_rank)
        rows = Rows(ends[self.number], ends[1 - self.number], stored.score)
        return rows.only(np.isin(rows.owner, owners) & (ranks[self.number] > 0))


def update_matches(
    of_people: Touched, of_others: Touched, *, score: Score, ends_of: EndsOf, read: ReadEntries, top_k: int
) -> Update:
    """What scoring everybody anew would find that is not stored already.

    A pair that may no longer meet, or may again, has somebody who changed. ``read`` is called once.
    """
    both = (of_people, of_others)
    sides = [_Side(number, both[number], both[1 - number], top_k) for number in (0, 1)]
    fresh = [score(number, of.fresh) for number, of in enumerate(both)]
    entering = [side.entering(fresh[1 - side.number]) for side in sides]
    touched = [side.touched(rows) for side, rows in zip(sides, entering, strict=True)]
    stored = read(*(side.in_need(some) for side, some in zip(sides, touched, strict=True)))
    made = [
        side.mend(fresh[number], stored, entering[number], touched[number], score, ends_of(number, touched[number]))
        for number, side in enumerate(sides)
    ]
    return _merged(made, stored, top_k)


def _merged(made: Sequence[_Made], stored: Entries, top_k: int) -> Update:
    """All pairs on a list that was made, and those that stood on such a list and stand on none."""
    ends = [np.concatenate([before, *(one.ends[end] for one in made)]) for end, before in enumerate(_ends(stored))]
    people, others = map(np.unique, ends)

    def code(person: IntArray, other: IntArray) -> IntArray:
        return np.searchsorted(people, person) * max(1, len(others)) + np.searchsorted(others, other)

    codes, before = np.unique(code(*ends)), code(*_ends(stored))
    ranks = np.full((2, len(codes)), AS_STORED, np.int64)
    ranks[:, np.searchsorted(codes, before)] = stored.person_rank, stored.other_rank
    person, other = np.divmod(codes, max(1, len(others)))
    person, other = people[person], others[other]
    for rank, one, end in zip(ranks, made, (person, other), strict=True):
        rank[np.isin(end, one.owners)] = 0
        rank[np.searchsorted(codes, code(*one.ends))] = one.ranks
    stands = (ranks != 0).any(axis=0)
    return Update(
        person=person[stands],
        other=other[stands],
        person_rank=ranks[0, stands],
        other_rank=ranks[1, stands],
        dropped=np.stack([person[~stands], other[~stands]], axis=1),
        of_people=made[0].renewed(top_k),
        of_others=made[1].renewed(top_k),
    )


def _ends(stored: Entries) -> tuple[IntArray, IntArray]:
    return stored.person, stored.other
