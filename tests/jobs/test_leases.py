"""One execution holds a job at a time, and notices when it no longer does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from exchange.jobs.enums import JobState
from exchange.jobs.services import JobLost, Lease, cancel, claim, execute, recover
from tests.concurrency import Beside
from tests.jobs.errands import Errands, claimed, kind_of, lose, outcome

pytestmark = pytest.mark.django_db


def test_it_is_claimed_carried_out_and_over(errands: Errands) -> None:
    job = errands.model.objects.create(error="Of the last time")

    def work(lease: Lease[Any]) -> None:
        assert (outcome(errands, job.pk), lease.job.steps) == ((JobState.RUNNING, 1, "", False), 3)
        lease.renew(steps=4)
        lease.finish(steps=5)

    assert [execute(errands, job.pk, work, steps=3), execute(errands, job.pk, work)] == [True, False]
    job.refresh_from_db()
    assert (job.is_over, job.steps, job.lease_until, outcome(errands, job.pk)) == (True, 5, None, ("done", 1, "", True))


def test_while_the_lease_holds_nobody_else_gets_it(errands: Errands) -> None:
    job = errands.model.objects.create()
    lease = claimed(errands, job.pk)
    assert claim(errands, job.pk) is None
    lose(errands)
    lease.renew()
    assert claim(errands, job.pk) is None


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_what_is_over_is_not_claimed(errands: Errands, state: JobState) -> None:
    """Not even one that was cancelled at work, whose lease nobody ended."""
    job = errands.model.objects.create()
    claimed(errands, job.pk)
    errands.rows.update(state=state)
    lose(errands)
    job.refresh_from_db()
    assert (claim(errands, job.pk), recover(errands), job.is_over) == (None, [], True)


def test_one_worker_holds_two_jobs_each_by_itself(errands: Errands) -> None:
    first, second = (errands.model.objects.create() for _ in range(2))
    held = [claimed(errands, job.pk, "a worker") for job in (first, second)]
    held[0].finish(steps=1)
    assert [lease.job.pk for lease in held] == [first.pk, second.pk]
    assert list(errands.rows.order_by("pk").values_list("state", "steps")) == [("done", 1), ("running", 0)]


def test_executions_without_a_name_are_told_apart(errands: Errands) -> None:
    job = errands.model.objects.create()
    first = claimed(errands, job.pk)
    lose(errands)
    second = claimed(errands, job.pk)
    assert "" != first.job.claimed_by != second.job.claimed_by != ""
    with pytest.raises(JobLost):
        first.renew()


@pytest.mark.django_db(transaction=True)
def test_of_two_that_claim_at_once_one_gets_it(errands: Errands) -> None:
    job = errands.model.objects.create()
    with transaction.atomic():
        first = claim(errands, job.pk)
        second = Beside(lambda: claim(errands, job.pk))
        second.wait_until_it_waits()
    assert (first is not None, second.end(), outcome(errands, job.pk)[1]) == (True, None, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_take_over_at_once_one_gets_it(errands: Errands) -> None:
    job = errands.model.objects.create()
    claimed(errands, job.pk)
    lose(errands)
    with transaction.atomic():
        first = claim(errands, job.pk)
        second = Beside(lambda: claim(errands, job.pk))
        second.wait_until_it_waits()
    assert (first is not None, second.end(), outcome(errands, job.pk)[1]) == (True, None, 2)


def test_one_that_may_not_run_beside_another_waits(errands: Errands) -> None:
    first, second = (errands.model.objects.create(steps=99) for _ in range(2))
    assert (claim(errands, first.pk) is None, claim(errands, second.pk)) == (False, None)
    assert outcome(errands, second.pk) == ("queued", 0, "", False)


@pytest.mark.parametrize(
    "act",
    [Lease.renew, Lease.hold, Lease.finish, Lease.release],
    ids=["renew", "hold", "finish", "release"],
)
@pytest.mark.parametrize("how", ["taken over", "cancelled", "removed"])
def test_who_has_lost_it_can_do_nothing_to_it(errands: Errands, act: Callable[[Lease[Any]], None], how: str) -> None:
    job = errands.model.objects.create()
    late = claimed(errands, job.pk, "late")
    if how == "taken over":
        lose(errands)
        claimed(errands, job.pk, "next")
    elif how == "cancelled":
        assert cancel(errands, job.pk)
    else:
        job.delete()
    before = list(errands.rows.values())
    with transaction.atomic(), pytest.raises(JobLost):
        act(late)
    late.fail("Too late")
    assert list(errands.rows.values()) == before


@pytest.mark.django_db(transaction=True)
def test_who_holds_it_finishes_before_it_can_be_cancelled(errands: Errands) -> None:
    job = errands.model.objects.create()
    lease = claimed(errands, job.pk)
    with transaction.atomic():
        lease.hold()
        other = Beside(lambda: cancel(errands, job.pk))
        other.wait_until_it_waits()
        lease.finish()
    assert (other.end(), outcome(errands, job.pk)[0]) == (False, JobState.DONE)


def test_who_is_taken_over_in_the_middle_stops(errands: Errands) -> None:
    job, told = errands.model.objects.create(), []

    def work(lease: Lease[Any]) -> None:
        lose(errands)
        claimed(errands, job.pk, "next")
        told.append("taken over")
        lease.renew()
        told.append("went on")

    assert (execute(errands, job.pk, work), told) == (False, ["taken over"])
    assert errands.rows.get(pk=job.pk).claimed_by == "next"


def test_a_fault_is_kept_and_raised(errands: Errands) -> None:
    job = errands.model.objects.create()

    def fail(lease: Lease[Any]) -> None:
        raise OSError("No space left " + "x" * 600)

    with pytest.raises(OSError, match="No space"):
        execute(errands, job.pk, fail)
    assert outcome(errands, job.pk) == (JobState.FAILED, 1, ("OSError: No space left " + "x" * 600)[:500], True)


def test_what_knows_no_failing_is_tried_again(errands: Errands, handed_out: list[int]) -> None:
    """As a message is: its row is more than a job, and one state stands for waiting and being sent."""
    messages = kind_of(errands.model, attempts=None, running=JobState.QUEUED)
    job = messages.model.objects.create()

    def fail(lease: Lease[Any]) -> None:
        raise OSError("disk full")

    for attempt in (1, 2, 3):
        with pytest.raises(OSError, match="disk full"):
            execute(messages, job.pk, fail)
        assert (outcome(messages, job.pk), recover(messages)) == (("queued", attempt, "OSError: disk full", False), [])
        lose(messages)
        assert recover(messages) == [job.pk]
    assert execute(messages, job.pk, Lease.release)
    assert (recover(messages), claim(messages, job.pk) is None, recover(messages)) == ([job.pk], False, [])
