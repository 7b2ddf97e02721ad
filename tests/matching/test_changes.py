"""A refresh scores those who changed and leaves what a full run would leave, whatever happened before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from matching.enums import Opinion, OpinionReason, RunKind
from matching.models import Evidence, Match, Pair, Passage, Policy, Reaction, Standing
from matching.services import changes, pipeline
from matching.services.decisions import dismiss_pairs, restore_pairs
from tests.matching.cast import Runner, WordEncoder
from tests.matching.crowd import TOP_K, Crowd, state, state_after_a_full_run, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_lists")]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_everything_is_as_a_full_run_leaves_it(
    crowd_of: Callable[[int], Crowd], match: Runner, seed: int
) -> None:
    crowd = crowd_of(seed)
    match(RunKind.FULL)
    for _round in range(8):
        for _time in range(crowd.rng.randint(1, 3)):
            crowd.something_happens()
        run = match(RunKind.REFRESH)
        assert "coverage" not in run.report, "everybody was scored"
        assert state() == state_after_a_full_run(match)


def test_where_nothing_changed_no_list_is_made(crowd_of: Callable[[int], Crowd], match: Runner) -> None:
    crowd_of(1)
    assert match(RunKind.REFRESH).report["lists"] > 0  # the first of all: nothing is stored yet
    assert match(RunKind.REFRESH).report["lists"] == 0


def test_a_decided_pair_is_no_longer_current_and_is_again_when_it_is_restored(
    crowd_of: Callable[[int], Crowd], match: Runner, korean_manager: User
) -> None:
    """Meanwhile it keeps the reasons, which then say nothing of the lists."""
    crowd_of(1)
    match(RunKind.FULL)
    row = Match.objects.filter(rank_for_other=None, pair__state="suggested").first()
    assert row is not None
    dismiss_pairs([row.pair], manager=korean_manager, reason="Too far")
    for kind in (RunKind.REFRESH, RunKind.FULL):
        match(kind)
        assert not Match.objects.get(pk=row.pk).is_current
    Match.objects.filter(pk=row.pk).update(rank_for_other=7)
    row.pair.refresh_from_db()
    restore_pairs([row.pair], manager=korean_manager, reason="After all")
    match(RunKind.REFRESH)
    again = Match.objects.get(pk=row.pk)
    assert (again.is_current, again.rank_for_other, again.score) == (True, None, row.score)
    assert state() == state_after_a_full_run(match)


def test_what_a_full_run_finds_is_current(crowd_of: Callable[[int], Crowd], match: Runner) -> None:
    """Though nothing else of it differs."""
    crowd_of(1)
    match(RunKind.FULL)
    Match.objects.filter(rank_for_researcher=1).update(is_current=False)
    match(RunKind.FULL)
    assert not Match.objects.filter(is_current=False).exists()


@pytest.mark.parametrize("kind", [RunKind.FULL, RunKind.REFRESH])
def test_of_who_is_gone_no_list_stays(crowd_of: Callable[[int], Crowd], match: Runner, kind: RunKind) -> None:
    crowd_of(1)
    match(RunKind.FULL)
    person, project = Researcher.objects.latest("pk"), Project.objects.latest("pk")
    Researcher.objects.filter(pk=person.pk).update(is_listed=False)
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.CLOSED)
    match(kind)
    assert not Standing.objects.filter(researcher=person).exists()
    assert not Standing.objects.filter(project=project).exists()


def test_who_withdraws_takes_along_where_their_lists_stood(crowd_of: Callable[[int], Crowd], match: Runner) -> None:
    crowd_of(1)
    match(RunKind.FULL)
    person = Researcher.objects.filter(country="KR").latest("pk")
    assert Standing.objects.filter(researcher=person).count() == 2
    withdraw_consent(person, country=Side.US)
    assert not Standing.objects.filter(researcher=person).exists()


@pytest.mark.parametrize("change", ["weights", "top_k", "model", "many"])
def test_where_more_than_subjects_changed_everybody_is_scored(
    crowd_of: Callable[[int], Crowd],
    match: Runner,
    encoder: WordEncoder,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    crowd = crowd_of(1)
    match(RunKind.FULL)
    if change == "weights":
        Policy.objects.update(weight_topics=0.3)
    if change == "top_k":
        Policy.objects.update(top_k=TOP_K + 1)
    if change == "model":
        encoder.tag = "words@2"
    if change == "many":
        monkeypatch.setattr(changes, "MOST", 0.01)
        crowd.somebody_writes_anew()
    assert "coverage" in match(RunKind.REFRESH).report


def leave(person: Researcher) -> Callable[[], object]:
    Researcher.objects.filter(pk=person.pk).update(is_listed=False)
    return lambda: Researcher.objects.filter(pk=person.pk).update(is_listed=True)


def set_aside(person: Researcher) -> Callable[[], object]:
    pair = Pair.objects.filter(researcher=person, match__is_current=True).order_by("-score")[0]
    reason = OpinionReason.NO_TIME
    said = Reaction.objects.create(pair=pair, researcher=person, opinion=Opinion.NOT_FOR_ME, reason=reason)
    return said.delete


def lose_texts(person: Researcher) -> Callable[[], object]:
    Passage.objects.filter(researcher=person).delete()
    return lambda: Researcher.objects.filter(pk=person.pk).update(changed_at=timezone.now())


@pytest.mark.parametrize("happens", [leave, set_aside, lose_texts])
def test_what_goes_while_changes_are_scored_is_not_published_and_the_next_refresh_sees_it(
    crowd_of: Callable[[int], Crowd],
    match: Runner,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Researcher], Callable[[], object]],
) -> None:
    crowd = crowd_of(1)
    match(RunKind.FULL)
    person = Researcher.objects.order_by("pk")[0]
    come_back: list[Callable[[], object]] = []
    score_changes = pipeline.score_changes

    def score(*args: Any) -> Any:
        found = score_changes(*args)
        come_back.append(happens(person))
        return found

    monkeypatch.setattr(pipeline, "score_changes", score)
    Researcher.objects.filter(pk=person.pk).update(statement_en=words(crowd.rng), changed_at=timezone.now())
    match(RunKind.REFRESH)
    aside = Reaction.objects.values("pair")
    if happens is leave:
        assert not Match.objects.filter(pair__researcher=person).exists()
    assert not Match.objects.filter(pair__in=aside, is_current=True).exists()
    texts = Passage.objects.values("pk")
    assert not Evidence.objects.exclude(own_id__in=texts, other_id__in=texts).exists()
    monkeypatch.setattr(pipeline, "score_changes", score_changes)
    come_back[0]()
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_among_nobody_and_once_everybody_is_gone(
    crowd_of: Callable[[int], Crowd], match: Runner, korean_researcher: Researcher
) -> None:
    for _time in range(2):
        assert match(RunKind.REFRESH).report["pairs"] == 0
    crowd_of(1)
    assert match(RunKind.REFRESH).report["pairs"] > 0
    Researcher.objects.update(is_listed=False)
    Project.objects.update(status=ProjectStatus.CLOSED)
    assert match(RunKind.REFRESH).report["pairs"] == 0
    assert not Standing.objects.exists()
