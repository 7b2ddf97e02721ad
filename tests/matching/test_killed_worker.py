"""A real worker is killed in the middle of a run; another one takes it over and publishes what it would have."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from exchange.config.celery import app
from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.people.models import Researcher, User
from exchange.projects.models import Project
from matching.enums import Action, PairState, RunKind
from matching.models import Decision, Embedding, FoundPair, Match, Pair, Passage, Policy, Run, Shard
from matching.services.decisions import decide_pairs
from matching.services.runs import RUNS, queue_run, recover_runs
from tests.matching.cast import Runner, expire_lease, snapshot

ROOT = Path(__file__).parents[2]
SECONDS = 120  # a bound for a machine under load; it is left as soon as the condition holds
StartWorker = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> str:
    """A queue of this test's own, since the broker is shared with the other tests' workers."""
    name = f"killed-{uuid.uuid4().hex}"
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: app.send_task(kind.task, [pk], queue=name))
    return name


@pytest.fixture
def start_worker(queue: str, tmp_path: Path) -> Iterator[StartWorker]:
    started: list[subprocess.Popen[bytes]] = []

    def start(hang_after: int = 0, **more: str) -> subprocess.Popen[bytes]:
        ours = {"DATABASE": str(connection.settings_dict["NAME"]), "QUEUE": queue, "HANG_AFTER": str(hang_after)} | more
        with (tmp_path / "worker.log").open("ab") as log:
            command = [sys.executable, "-W", "ignore", "-m", "tests.matching.word_worker"]
            worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | ours, stdout=log, stderr=log)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def wait_for(condition: Callable[[], bool], log: Path) -> None:
    """Ask the database until the condition holds."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-2000:]
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_worker_is_killed_is_finished_by_another(
    request: pytest.FixtureRequest,
    start_worker: StartWorker,
    tmp_path: Path,
    korean_researcher: Researcher,
    project: Project,
    korean_manager: User,
) -> None:
    Policy.objects.get_or_create(name="Default", defaults={"in_force": True})
    request.getfixturevalue("cast")
    match: Runner = request.getfixturevalue("match")
    match()
    pair = Pair.objects.get(researcher=korean_researcher, project=project)
    decide_pairs([pair], action=Action.SHORTLIST, manager=korean_manager)
    match()
    undisturbed, texts = snapshot(), Passage.objects.count()
    Embedding.objects.all().delete()
    Match.objects.update(topical=0.125)  # for the run to mend: of what is as it found it nothing is written

    run, log = queue_run(RunKind.FULL), tmp_path / "worker.log"
    jobs.dispatch(RUNS, run.pk)
    killed = start_worker(2)
    wait_for(lambda: Embedding.objects.count() == 2, log)
    killed.kill()
    killed.wait()
    assert Run.objects.get(pk=run.pk).state == JobState.RUNNING
    assert recover_runs() == []  # its lease still holds

    expire_lease(run)
    assert recover_runs() == [run.pk]
    start_worker(0)
    wait_for(lambda: Run.objects.get(pk=run.pk).is_over, log)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (JobState.DONE, 2)
    assert snapshot() == undisturbed
    assert (Passage.objects.count(), Embedding.objects.count()) == (texts, texts)
    assert set(Match.objects.values_list("run", flat=True)) == {run.pk}
    pair.refresh_from_db()
    assert (pair.state, Decision.objects.count()) == (PairState.SHORTLISTED, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("killed", ["the one that helps", "the one that has the run"])
def test_of_two_workers_at_the_parts_of_a_run_one_is_killed_and_the_result_is_the_same(
    request: pytest.FixtureRequest, start_worker: StartWorker, queue: str, tmp_path: Path, killed: str
) -> None:
    Policy.objects.get_or_create(name="Default", defaults={"in_force": True})
    request.getfixturevalue("cast")
    match: Runner = request.getfixturevalue("match")
    match()
    undisturbed = snapshot()
    Match.objects.update(topical=0.125)  # for the run to mend
    hangs, log = tmp_path / "hangs", tmp_path / "worker.log"
    helper = {"QUEUE": f"{queue}-parts", "PARTS_QUEUE": f"{queue}-parts"}
    run = queue_run(RunKind.FULL)
    jobs.dispatch(RUNS, run.pk)
    # The one hangs in the middle of a part, the other makes none before.
    if killed == "the one that helps":
        start_worker(PARTS_QUEUE=f"{queue}-parts", WAIT_FOR=str(hangs))
        victim = start_worker(**helper, HANG_IN_PART=str(hangs))
    else:
        victim = start_worker(PARTS_QUEUE=f"{queue}-parts", HANG_IN_PART=str(hangs))
        start_worker(**helper, WAIT_FOR=str(hangs))
    wait_for(lambda: hangs.exists() and hangs.read_text() != "", log)
    part = Shard.objects.get(pk=hangs.read_text(), run=run)
    # Whoever is not hanging makes all others.
    wait_for(lambda: not Shard.objects.exclude(pk=part.pk).exclude(state=JobState.DONE).exists(), log)
    victim.kill()
    victim.wait()
    assert Run.objects.get(pk=run.pk).state == JobState.RUNNING
    assert FoundPair.objects.filter(shard=part).count() == 0  # what it had written was never committed
    made = set(Shard.objects.filter(state=JobState.DONE).values_list("pk", "claimed_by"))
    Shard.objects.filter(pk=part.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    if killed == "the one that has the run":
        expire_lease(run)
        assert recover_runs() == [run.pk]
        start_worker()
    wait_for(lambda: Run.objects.get(pk=run.pk).is_over, log)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (JobState.DONE, 2 if killed == "the one that has the run" else 1)
    assert len(made) == 5
    assert snapshot() == undisturbed
    wait_for(lambda: not Shard.objects.exists() and not FoundPair.objects.exists(), log)
