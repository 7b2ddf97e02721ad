"""A full run in parts: planned once, made by whichever workers are free, taken over where one is lost.

What a part finds is laid aside in the database, and counts only once the run publishes. A part begins anew where its
worker is lost, and finds the same: what it reads are the facts, and the vectors that the run's first steps left.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from time import sleep
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import QuerySet, Sum

from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.jobs.services import JobKind, Lease
from matching.core.listing import Block, Listed, best_lists
from matching.core.meetings import Meetings, find_meetings
from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import IntArray
from matching.core.upkeep import Ends, Renewed
from matching.enums import ListSort, RunStep
from matching.models import FoundMeeting, FoundPair, Run, Shard
from matching.selectors.namesakes import accounts_of_one_person
from matching.selectors.reader import AMERICAN, KOREAN, PROJECTS, SORTS, Of, Reader, Sort, blocks_of
from matching.services.errors import PartFailed
from matching.services.progress import Progress
from matching.services.scores import MadeLists, marks_of
from matching.services.staging import lay_aside
from matching.services.suggested import NOBODY, Suggestions

SHARDS = JobKind(Shard, task="matching.tasks.make_shard", lease=timedelta(minutes=1), attempts=5)
OWNERS = 2500
"""In one part: with their texts' vectors some 60 MB."""
PAUSE = 0.5
"""Seconds between two looks at what other workers do."""
STANDING = np.dtype([("owner", "i8"), ("length", "i8"), ("score", "f8"), ("partner", "i8")])


def reader_of(run: Run) -> Reader:
    assert run.started_at is not None, "claim_run sets it"  # noqa: S101
    whose = {int(pk): root for pk, root in run.accounts.items()}
    return Reader(model_tag=run.model_tag, today=run.started_at.date(), whose=whose)


def plan_shards(run: Run) -> Reader:
    """Once: a worker that takes the run over goes on with what was planned. Returns what the parts are read by."""
    if run.shards.exists():
        return reader_of(run)
    run.accounts = {str(pk): root for pk, root in accounts_of_one_person().items()}
    reader = reader_of(run)
    with transaction.atomic():
        run.save(update_fields=["accounts", "model_tag"])
        for of, sorts in (
            (KOREAN, [ListSort.PROJECTS, ListSort.PARTNERS_KR]),
            (AMERICAN, [ListSort.PROJECTS, ListSort.PARTNERS_US]),
            (PROJECTS, [ListSort.PEOPLE]),
        ):
            Shard.objects.bulk_create(_planned(run, reader, of, sorts))
    return reader


def _planned(run: Run, reader: Reader, of: Of, sorts: Sequence[ListSort]) -> Iterator[Shard]:
    for ids in reader.pages(of, OWNERS):
        family = reader.family(of, ids, with_vectors=False)
        owners, marks = family.numbers.tobytes(), marks_of(family).tobytes()
        for sort in sorts:
            yield Shard(run=run, sort=sort, size=len(family), owners=owners, fingerprints=marks)


def make_shards(run: Run, reader: Reader, progress: Progress) -> None:
    """Have all parts made, by this worker and whoever else is free. Raises :class:`JobLost` and :class:`PartFailed`."""
    _call_others(run)
    while _is_unfinished(run):
        _tell(run, progress)
        free = (SHARDS.waiting_rows | SHARDS.lost_rows).filter(run=run).order_by("pk").first()
        if free is None:
            sleep(PAUSE)
        else:
            make_shard(free.pk, reader=reader, on_step=lambda: _tell(run, progress))


def _is_unfinished(run: Run) -> bool:
    """Raises :class:`PartFailed` as soon as one cannot be made, whoever tried."""
    jobs.give_up(SHARDS)
    failed = run.shards.filter(state=JobState.FAILED).first()
    if failed is not None:
        raise PartFailed(failed.error)
    return SHARDS.unfinished_rows.filter(run=run).exists()


def _call_others(run: Run) -> None:
    """Unless the crowd is so small that it is scored before they come."""
    if run.shards.filter(size__gte=OWNERS).exists():
        for pk in run.shards.order_by("pk").values_list("pk", flat=True)[1:]:
            jobs.dispatch(SHARDS, pk)


def _tell(run: Run, progress: Progress) -> None:
    sizes = run.shards.aggregate(total=Sum("size"))["total"] or 0
    done = run.shards.filter(state=JobState.DONE).aggregate(total=Sum("size"))["total"] or 0
    progress.tell(RunStep.SCORING, done, sizes)


def make_shard(pk: int, *, reader: Reader | None = None, on_step: Callable[[], None] = lambda: None) -> bool:
    """False where another worker has it, or it is over."""

    def work(lease: Lease[Shard]) -> None:
        def step() -> None:
            lease.renew()
            on_step()

        _Part(lease.job, reader or reader_of(lease.job.run), step).make(lease)

    return jobs.execute(SHARDS, pk, work)


class _Part:
    """One part at work; ``step`` is called for every page that is read."""

    def __init__(self, shard: Shard, reader: Reader, step: Callable[[], None]) -> None:
        self._shard, self._run, self._reader, self._step = shard, shard.run, reader, step
        self._sort: Sort = SORTS[ListSort(shard.sort)]
        ids = np.frombuffer(shard.owners, np.int64).tolist()
        self._owners = self._reader.family(self._sort.owners, ids)

    def make(self, lease: Lease[Shard]) -> None:
        listed = best_lists(
            self._owners.subjects,
            self._blocks(),
            of_people=self._sort.of_people,
            weights=ScoreWeights(**self._run.weights),
            top_k=self._run.top_k,
        )
        suggestions = self._explained(listed)
        with transaction.atomic():
            lease.hold()
            for model in (FoundPair, FoundMeeting):
                model.objects.filter(shard=self._shard).delete()
            lay_aside(self._shard, suggestions)
            lease.finish(standings=self._standings(listed).tobytes())

    def _blocks(self) -> Iterator[Block]:
        for block, _family in blocks_of(self._reader, self._sort, self._owners.numbers):
            self._step()
            yield block

    def _explained(self, listed: Listed) -> Suggestions:
        """With the evidence, in the order of ids."""
        partners = listed.partner
        found = []
        for family in self._reader.families(self._sort.partners):
            self._step()
            here = np.flatnonzero(np.isin(partners, family.numbers))
            mine, theirs = listed.owner[here], np.searchsorted(family.numbers, partners[here])
            people, others = (family, self._owners) if self._sort.of_people else (self._owners, family)
            ends = (theirs, mine) if self._sort.of_people else (mine, theirs)
            met = find_meetings(people.texts, others.texts, *ends)
            found.append(Meetings(here[met.pair], met.part, met.own, met.other, met.similarity))
        return self._suggestions(listed, Meetings.joined(found)).in_order()

    def _suggestions(self, listed: Listed, evidence: Meetings) -> Suggestions:
        mine, theirs = self._owners.numbers[listed.owner], listed.partner
        person, other = (theirs, mine) if self._sort.of_people else (mine, theirs)
        nobody = np.full(len(listed), NOBODY, np.int64)
        of_projects = PROJECTS in {self._sort.owners, self._sort.partners}
        ranks: tuple[IntArray, IntArray] = (listed.rank, np.zeros_like(listed.rank))
        first, second = ranks[::-1] if self._sort.of_people else ranks
        return Suggestions(
            first=person,
            project=other if of_projects else nobody,
            partner=nobody if of_projects else other,
            score=listed.score,
            parts=listed.values[:, 1 : 1 + len(PARTS)],
            rank_for_first=first,
            rank_for_other=second,
            unsure=listed.unsure,
            evidence=evidence,
        )

    def _standings(self, listed: Listed) -> Any:
        rows = np.zeros(len(self._owners), STANDING)
        rows["owner"], rows["score"] = self._owners.numbers, -np.inf
        rows["length"] = np.bincount(listed.owner, minlength=len(rows))
        last = listed.rank == self._run.top_k
        rows["score"][listed.owner[last]] = listed.score[last]
        rows["partner"][listed.owner[last]] = listed.partner[last]
        return rows


def lists_of_run(run: Run) -> list[MadeLists]:
    """What the parts found of lists."""
    return [_lists(shard) for shard in run.shards.order_by("pk")]


def _lists(shard: Shard) -> MadeLists:
    rows = np.frombuffer(shard.standings, STANDING)
    owners, marks = (np.frombuffer(column, np.int64) for column in (shard.owners, shard.fingerprints))
    made = Renewed(rows["owner"], rows["length"], Ends(rows["score"], rows["partner"]))
    kind = SORTS[ListSort(shard.sort)].kind
    return MadeLists(kind, rows["owner"], marks[np.searchsorted(owners, rows["owner"])], made)


def forget_shards(run: Run) -> None:
    """Whoever is making one notices at its next page."""
    _forget(Shard.objects.filter(run=run))


def forget_shards_of_finished_runs() -> None:
    _forget(Shard.objects.exclude(run__state__in=[JobState.QUEUED, JobState.RUNNING]))


@transaction.atomic
def _forget(shards: "QuerySet[Shard]") -> None:
    """Not while one of them is written, or what it found would be left behind."""
    held = list(shards.order_by("pk").select_for_update().values_list("pk", flat=True))
    Shard.objects.filter(pk__in=held).delete()
