"""A full run in parts: whoever makes them, however often and whatever happens meanwhile, they come to the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.jobs.services import claim
from exchange.people.enums import Side
from exchange.people.models import ConsentNotice, Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import RunKind
from matching.models import ChangedSubject, FoundMeeting, FoundPair, Match, Pair, Run, Shard
from matching.selectors import reader
from matching.services import shards
from matching.services.decisions import dismiss_pairs, restore_pairs
from matching.services.passages import embed_missing, refresh_passages
from matching.services.runs import RUNS, cancel_run, execute_run, queue_run, recover_runs
from matching.services.shards import SHARDS, make_shard, plan_shards
from tests.cast import consent_to
from tests.matching.cast import Runner, WordEncoder, expire_lease
from tests.matching.crowd import Crowd, state, state_after_a_full_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_lists")]
LEFT = (Shard, FoundPair, FoundMeeting)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Few owners in each part and few partners on each page; returns what is handed to other workers."""
    handed: list[tuple[str, int]] = []
    monkeypatch.setattr(shards, "OWNERS", 3)
    monkeypatch.setattr(reader, "PAGE", 4)
    monkeypatch.setattr(reader.Reader.pages, "__defaults__", (4,))
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: handed.append((kind.task, pk)))
    return handed


@pytest.fixture
def planned(crowd_of: Callable[[int], Crowd], encoder: WordEncoder, small: object) -> Run:
    """A run of many parts, in the hands of this process."""
    crowd_of(1)
    refresh_passages(
        list(Researcher.objects.values_list("pk", flat=True)),
        list(Project.objects.values_list("pk", flat=True)),
        today=timezone.localdate(),
    )
    embed_missing(encoder)
    ChangedSubject.objects.all().delete()  # it has read what was noted
    run = queue_run(RunKind.FULL)
    lease = claim(RUNS, run.pk, started_at=timezone.now())
    assert lease is not None
    lease.job.model_tag = "words@1"
    plan_shards(lease.job)
    return lease.job


def test_many_parts_and_pages_come_to_the_same_as_few(
    crowd_of: Callable[[int], Crowd], match: Runner, request: pytest.FixtureRequest
) -> None:
    crowd = crowd_of(2)
    crowd.something_happens()
    match(RunKind.FULL)
    whole = state()
    Match.objects.all().delete()
    handed: list[tuple[str, int]] = request.getfixturevalue("small")
    run = match(RunKind.FULL)
    assert state() == whole
    owners = run.report["subjects"]["researchers"] * 2 + run.report["subjects"]["projects"]
    assert (run.report["lists"], len(handed) > owners / 4) == (owners, True)
    assert {task for task, _pk in handed} == {SHARDS.task}
    assert [model.objects.count() for model in LEFT] == [0, 0, 0]


def test_a_small_crowd_is_scored_before_others_come(cast: None, match: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: handed.append(pk))
    match()
    assert handed == []


def test_a_part_is_made_once_and_a_lost_one_again(planned: Run) -> None:
    first, second = planned.shards.order_by("pk")[:2]
    assert claim(SHARDS, second.pk) is not None
    assert (make_shard(first.pk), make_shard(first.pk), make_shard(second.pk)) == (True, False, False)
    found = list(FoundPair.objects.filter(shard=first).values_list("first", "project", "partner", "score"))
    assert len(found) > 0
    Shard.objects.filter(pk=second.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert make_shard(second.pk)
    assert Shard.objects.get(pk=second.pk).attempts == 2
    # Made again after all, it replaces what it had laid aside.
    Shard.objects.filter(pk=first.pk).update(state=JobState.QUEUED)
    assert make_shard(first.pk)
    assert list(FoundPair.objects.filter(shard=first).values_list("first", "project", "partner", "score")) == found


def test_whoever_takes_a_run_over_goes_on_with_its_parts(
    planned: Run, match: Runner, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = [shard.pk for shard in planned.shards.order_by("pk")[:3]]
    assert all(make_shard(pk) for pk in done)
    expire_lease(planned)
    made: list[int] = []
    monkeypatch.setattr(shards, "make_shard", lambda pk, **options: made.append(pk) or make_shard(pk, **options))
    assert execute_run(planned, encoder=encoder)
    assert len(made) > 0
    assert set(made) & set(done) == set()
    assert state() == state_after_a_full_run(match)


def test_what_was_noted_after_the_planning_is_left_by_whoever_takes_the_run_over(
    planned: Run, match: Runner, encoder: WordEncoder
) -> None:
    """They do not know what the parts that are done have seen of it."""
    person = Researcher.objects.filter(country=Side.KR).earliest("pk")
    for part in planned.shards.order_by("pk"):
        assert make_shard(part.pk)
    Researcher.objects.filter(pk=person.pk).update(available_until="2020-01-01")
    expire_lease(planned)
    assert execute_run(planned, encoder=encoder)
    assert ChangedSubject.objects.filter(number=person.pk).exists()
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_a_part_that_cannot_be_made_ends_the_run_with_its_words(
    cast: None, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever tried it."""

    def fail_elsewhere(run: Run) -> None:
        run.shards.update(state=JobState.FAILED, error="No room left on the other machine.")

    monkeypatch.setattr(shards, "_call_others", fail_elsewhere)
    run = queue_run(RunKind.FULL)
    with pytest.raises(shards.PartFailed):
        execute_run(run, encoder=encoder)
    run.refresh_from_db()
    assert (run.state, run.error, Match.objects.count()) == (JobState.FAILED, "No room left on the other machine.", 0)
    assert [model.objects.count() for model in LEFT] == [0, 0, 0]


def test_a_part_lost_too_often_is_given_up(planned: Run, encoder: WordEncoder) -> None:
    part = planned.shards.order_by("pk")[0]
    past = timezone.now() - timedelta(seconds=1)
    Shard.objects.filter(pk=part.pk).update(state=JobState.RUNNING, attempts=SHARDS.attempts, lease_until=past)
    expire_lease(planned)
    with pytest.raises(shards.PartFailed):
        execute_run(planned, encoder=encoder)
    planned.refresh_from_db()
    assert planned.failure.startswith("Its worker was lost too many times.")


def test_cancelling_a_run_stops_its_parts_and_forgets_them(planned: Run, korean_manager: User) -> None:
    first, second = planned.shards.order_by("pk")[:2]
    assert make_shard(first.pk)
    assert FoundPair.objects.exists()
    # The second is at work when the run is cancelled: it notices with the next page.
    assert make_shard(second.pk, on_step=lambda: cancel_run(planned, by=korean_manager)) is False
    assert [model.objects.count() for model in LEFT] == [0, 0, 0]
    assert not make_shard(second.pk)


def test_what_a_run_that_is_over_left_is_forgotten(planned: Run) -> None:
    recover_runs()
    assert planned.shards.exists()
    Run.objects.filter(pk=planned.pk).update(state=JobState.FAILED)
    recover_runs()
    assert not planned.shards.exists()


def come_and_go(person: Researcher) -> Callable[[], None]:
    """Nobody sees afterwards that they were away."""
    withdraw_consent(person, country=Side.US)
    return lambda: consent_to(person, Side.US, ConsentNotice.objects.latest("pk"))


def write_anew(person: Researcher) -> Callable[[], None]:
    Researcher.objects.filter(pk=person.pk).update(available_until="2020-01-01", changed_at=timezone.now())
    return lambda: None


def write_and_back(person: Researcher) -> Callable[[], None]:
    write_anew(person)
    return lambda: Researcher.objects.filter(pk=person.pk).update(available_until=None, changed_at=timezone.now())


@pytest.mark.parametrize("happens", [come_and_go, write_and_back])
def test_what_changes_while_parts_are_made_is_set_right_by_the_next_refresh(
    happens: Callable[[Researcher], Callable[[], None]],
    crowd_of: Callable[[int], Crowd],
    match: Runner,
    small: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though some parts saw it as it was before and some as it was then."""
    crowd_of(1)
    person = Researcher.objects.filter(country=Side.KR).earliest("pk")
    Researcher.objects.update(changed_at=timezone.now() - timedelta(hours=1))
    undo: list[Callable[[], None]] = []
    made = 0

    def make(pk: int, **options: Any) -> bool:
        nonlocal made
        made += 1
        if made == 3:
            undo.append(happens(person))
        if made == 7:
            undo.pop()()
        return make_shard(pk, **options)

    monkeypatch.setattr(shards, "make_shard", make)
    match(RunKind.FULL)
    assert undo == []
    monkeypatch.setattr(shards, "make_shard", make_shard)
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_a_pair_set_aside_and_restored_while_parts_are_made_is_set_right_by_the_next_refresh(
    crowd_of: Callable[[int], Crowd],
    match: Runner,
    small: object,
    korean_manager: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowd_of(1)
    match(RunKind.FULL)
    pair = Pair.objects.filter(partner__isnull=False, match__rank_for_researcher=1, match__rank_for_other=1).first()
    assert pair is not None
    made = 0

    def make(pk: int, **options: Any) -> bool:
        nonlocal made
        made += 1
        shard = Shard.objects.get(pk=pk)
        if made == 1:
            dismiss_pairs([pair], manager=korean_manager, reason="Too far")
        found = make_shard(pk, **options)
        if pair.pk and shard.sort == "partners_kr" and Pair.objects.get(pk=pair.pk).state == "dismissed":
            ids = set(reader.np.frombuffer(shard.owners, "i8").tolist())
            if ids & {pair.researcher_id, pair.partner_id}:
                pair.refresh_from_db()
                restore_pairs([pair], manager=korean_manager, reason="After all")
        return found

    monkeypatch.setattr(shards, "make_shard", make)
    match(RunKind.FULL)
    assert Pair.objects.get(pk=pair.pk).state == "suggested"
    monkeypatch.setattr(shards, "make_shard", make_shard)
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_the_page_and_the_api_tell_of_parts_and_workers(
    planned: Run, client_of: Callable[[User], Client], korean_manager: User
) -> None:
    client = client_of(korean_manager)
    total = planned.shards.count()
    first, second = planned.shards.order_by("pk")[:2]
    make_shard(first.pk)
    assert claim(SHARDS, second.pk) is not None
    page = " ".join(client.get(reverse("run-detail", args=[planned.public_id])).content.decode().split())
    assert f"1 of {total} parts done; workers at other parts now: 1" in page
    told = client.get(reverse("api-run", args=[planned.public_id])).json()["parts"]
    assert told == {"done": 1, "total": total, "workers": 1}
    Run.objects.filter(pk=planned.pk).update(state=JobState.DONE)
    assert client.get(reverse("api-run", args=[planned.public_id])).json()["parts"] is None


def test_a_pair_with_somebody_who_is_gone_is_left_out(planned: Run, encoder: WordEncoder) -> None:
    """What parts laid aside names what may have gone since."""
    for part in planned.shards.order_by("pk"):
        make_shard(part.pk)
    assert FoundMeeting.objects.exists()
    found = FoundPair.objects.filter(partner__gt=0).first()
    assert found is not None
    FoundPair.objects.filter(pk=found.pk).update(partner=10**9)
    expire_lease(planned)
    assert execute_run(planned, encoder=encoder)
    assert not Pair.objects.filter(partner=10**9).exists()
