"""Lists kept up change by change are those that scoring everybody anew gives."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core.eligibility import Encounter, PairSet, allowed
from matching.core.exact import ExactScorer
from matching.core.listing import Block, lists_and_reach
from matching.core.scoring import ScoreWeights
from matching.core.subjects import Subjects
from matching.core.upkeep import AS_STORED, Ends, Entries, Renewed, Rows, Scored, Touched, Update, update_matches
from tests.matching.core.subjects import invent

pytestmark = pytest.mark.xdist_group("compiled")

WEIGHTS = ScoreWeights(topical=0.5, give=0.2, take=0.2, topics=0.1)
SIZE = 14
IntArray = np.ndarray
Pair = tuple[int, int]


def universe(rng: np.random.Generator, *, dimensions: int, copies: bool) -> Subjects:
    """Twice as many as there are numbers: what each was, and what each may become. Vectors are as they are stored."""
    found = invent(rng, 2 * SIZE, dimensions=dimensions)
    halved = (
        replace(one, vectors=one.vectors.astype(np.float16).astype(np.float32))
        for one in (found.topical, found.offers, found.needs)
    )
    subjects = Subjects(*halved, topics=found.topics, facts=found.facts)
    return subjects.take(rng.integers(0, 5, 2 * SIZE)) if copies else subjects


@dataclass
class World:
    """Who is there, by number, as what; pairs of numbers that were set aside."""

    people: dict[int, int]
    others: dict[int, int]
    dismissed: set[Pair]


@dataclass
class Store:
    """What a database would keep: of each pair of numbers the score and both ranks; of each list its length and end."""

    pairs: dict[Pair, tuple[float, int, int]]
    lists: tuple[dict[int, tuple[int, float, int]], dict[int, tuple[int, float, int]]]


@dataclass
class Play:
    people: Subjects
    others: Subjects
    top_k: int
    asked: int = 0

    def full(self, world: World) -> Store:
        """As a full run leaves it."""
        of_people, of_others = np.array(sorted(world.people)), np.array(sorted(world.others))
        people, others = self._subjects(self.people, world.people), self._subjects(self.others, world.others)
        person, other = np.divmod(np.arange(len(people) * len(others)), len(others))
        aside = PairSet.of(self._dismissed(world), others=len(others)).contains(person, other)
        score = ExactScorer(people, others, WEIGHTS).values(person, other)[:, 0]
        may = allowed(Encounter(people.facts[person], others.facts[other], aside)) & ~np.isnan(score)
        rows = (of_people[person[may]], of_others[other[may]], score[may])
        scores = {(p, o): s for p, o, s in zip(*(column.tolist() for column in rows), strict=True)}
        ranks = [self._ranks(scores, end) for end in (0, 1)]
        pairs = {
            pair: (score, *(rank.get(pair, 0) for rank in ranks))
            for pair, score in scores.items()
            if any(pair in rank for rank in ranks)
        }
        return Store(pairs, (self._lists(pairs, 0, world.people), self._lists(pairs, 1, world.others)))

    def _ranks(self, scores: dict[Pair, float], end: int) -> dict[Pair, int]:
        """Every pair scored by itself, and sorted."""
        lists: dict[int, list[Pair]] = {}
        for pair in sorted(scores, key=lambda pair: (-scores[pair], pair[1 - end])):
            lists.setdefault(pair[end], []).append(pair)
        return {pair: rank for those in lists.values() for rank, pair in enumerate(those[: self.top_k], start=1)}

    def _lists(self, pairs: dict[Pair, tuple[float, int, int]], end: int, there: dict[int, int]) -> dict:
        lists = dict.fromkeys(there, (0, -np.inf, 0))
        for pair in sorted(pairs, key=lambda pair: pairs[pair][1 + end]):
            score, rank = pairs[pair][0], pairs[pair][1 + end]
            if rank:
                full = rank == self.top_k
                lists[pair[end]] = (rank, score if full else -np.inf, pair[1 - end] if full else 0)
        return lists

    def follow(self, store: Store, before: World, after: World) -> None:
        """As a refresh leaves it: ``store`` is changed in place."""
        self.store, self.numbers = store, (np.array(sorted(after.people)), np.array(sorted(after.others)))
        aside = {person for person, _other in before.dismissed ^ after.dismissed}
        was_and_is = ((before.people, after.people, aside), (before.others, after.others, set()))
        # Gone, new or another: whose stored pairs no longer say anything.
        different = [
            {one for one in was.keys() | now.keys() if was.get(one) != now.get(one) or one in also}
            for was, now, also in was_and_is
        ]
        self.different, self.after = different, after
        update = update_matches(
            self._touched(0), self._touched(1), score=self._score, ends_of=self._ends, read=self._read, top_k=self.top_k
        )
        self._write(update)

    def _touched(self, end: int) -> Touched:
        numbers, lists = self.numbers[end].tolist(), self.store.lists[end]
        on_lists = {
            one: [pair for pair, row in self.store.pairs.items() if pair[end] == one and row[1 + end]]
            for one in numbers
        }
        changed = [one for one in numbers if one in self.different[end]]
        rest = [one for one in numbers if one not in self.different[end]]
        short = [one for one in rest if len(on_lists[one]) != lists[one][0]]
        lost = [one for one in numbers if any(pair[1 - end] in self.different[1 - end] for pair in on_lists[one])]
        return Touched(*(np.array(some, np.int64) for some in (changed, short, lost)))

    def _ends(self, end: int, owners: IntArray) -> Ends:
        """Of lists that are not there nobody knows."""
        rows = [self.store.lists[end].get(int(one), (0, np.inf, 0)) for one in owners]
        return Ends(np.array([row[1] for row in rows]), np.array([row[2] for row in rows], np.int64))

    def _score(self, end: int, owners: IntArray) -> Scored:
        """In blocks of three, as a database would give them."""
        there, across = (self.after.people, self.after.others)[:: 1 if end == 0 else -1]
        mine, theirs = (self.people, self.others)[:: 1 if end == 0 else -1]
        self.asked += len(owners)
        partners = self.numbers[1 - end]
        aside = {pair[:: 1 if end == 0 else -1] for pair in self.after.dismissed}
        blocks = []
        for begin in range(0, len(partners), 3):
            some = partners[begin : begin + 3]
            places = [(i, j) for i, one in enumerate(owners) for j, two in enumerate(some) if (one, two) in aside]
            taken = theirs.take(np.array([across[number] for number in some.tolist()], np.int64))
            blocks.append(Block(taken, some, np.array(places, np.int64).reshape(-1, 2), self._ends(1 - end, some)))
        subjects = mine.take(np.array([there[number] for number in owners.tolist()], np.int64))
        listed, reaching = lists_and_reach(
            subjects, owners, blocks, of_people=end == 1, weights=WEIGHTS, top_k=self.top_k, threads=1
        )
        return Scored(Rows(owners[listed.owner], listed.partner, listed.score), reaching)

    def _read(self, people: IntArray, others: IntArray) -> Entries:
        wanted = set(people.tolist()), set(others.tolist())
        rows = [
            (*pair, *row)
            for pair, row in self.store.pairs.items()
            if not any(pair[end] in self.different[end] for end in (0, 1))
            and any(pair[end] in wanted[end] and row[1 + end] for end in (0, 1))
        ]
        columns = list(zip(*rows, strict=True)) or [()] * 5
        kinds = (np.int64, np.int64, np.float64, np.int64, np.int64)
        return Entries(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)))

    def _write(self, update: Update) -> None:
        store = self.store
        kept = {
            pair: row
            for pair, row in store.pairs.items()
            if not any(pair[end] in self.different[end] for end in (0, 1))
        }
        for pair in map(tuple, update.dropped.tolist()):
            del kept[pair]
        found = (update.person, update.other, update.person_rank, update.other_rank)
        for person, other, *ranks in zip(*(column.tolist() for column in found), strict=True):
            stored = kept.get((person, other), (0.0, 0, 0))[1:]
            score = self._exact(person, other)
            kept[person, other] = (
                score,
                *(old if rank == AS_STORED else rank for rank, old in zip(ranks, stored, strict=True)),
            )
        store.pairs = kept
        for end, renewed in enumerate((update.of_people, update.of_others)):
            self._renew(end, renewed)

    def _exact(self, person: int, other: int) -> float:
        ends = (
            self.people.take(np.array([self.after.people[person]])),
            self.others.take(np.array([self.after.others[other]])),
        )
        nobody = np.zeros(1, np.int64)
        return float(ExactScorer(*ends, WEIGHTS).values(nobody, nobody)[0, 0])

    def _renew(self, end: int, renewed: Renewed) -> None:
        numbers, lists = self.numbers[end], self.store.lists[end]
        ends = zip(renewed.lengths.tolist(), renewed.ends.score.tolist(), renewed.ends.partner.tolist(), strict=True)
        lists.update(zip(renewed.owners.tolist(), ends, strict=True))
        for gone in lists.keys() - set(numbers.tolist()):
            del lists[gone]

    def _subjects(self, of: Subjects, there: dict[int, int]) -> Subjects:
        return of.take(np.array([there[number] for number in sorted(there)], np.int64))

    def _dismissed(self, world: World) -> IntArray:
        of_people, of_others = sorted(world.people), sorted(world.others)
        known = sorted(pair for pair in world.dismissed if pair[0] in of_people and pair[1] in of_others)
        return np.array([(of_people.index(p), of_others.index(o)) for p, o in known], np.int64).reshape(-1, 2)


def changed(rng: np.random.Generator, world: World, share: float) -> World:
    """Some become another, go, come or come back; some pairs are set aside, and some are no longer."""
    numbers = range(SIZE)
    sides = []
    for there in (world.people, world.others):
        now = dict(there)
        for one in numbers:
            if rng.random() < share:
                what = rng.integers(0, 4)
                now[one] = (one, SIZE + one, rng.integers(0, 2 * SIZE), -1)[what]
                if what == 3:
                    del now[one]
        sides.append(now)
    aside = set(world.dismissed)
    for _time in range(rng.integers(0, 3)):
        aside ^= {(int(rng.integers(0, SIZE)), int(rng.integers(0, SIZE)))}
    return World(*sides, aside)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 100_000),
    top_k=st.integers(1, 5),
    dimensions=st.sampled_from([2, 3, 24]),
    copies=st.booleans(),
    share=st.sampled_from([0.0, 0.05, 0.15, 0.6]),
)
def test_after_any_changes_the_lists_are_those_of_a_full_run(
    seed: int, top_k: int, dimensions: int, copies: bool, share: float
) -> None:
    """Among few dimensions, and copies of one another, scores crowd together and many are equal."""
    rng = np.random.default_rng(seed)
    people, others = (universe(rng, dimensions=dimensions, copies=copies) for _ in range(2))
    play = Play(people, others, top_k)
    world = World({one: one for one in range(0, SIZE, 2)}, {one: one for one in range(SIZE)}, set())
    store = play.full(world)
    for _time in range(4):
        after = changed(rng, world, share)
        for pair in sorted(store.pairs)[: rng.integers(0, 3)]:
            del store.pairs[pair]  # somebody left and took along what was stored, and is back
        play.follow(store, world, after)
        assert store == play.full(after)
        world = after
