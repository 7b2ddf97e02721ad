"""The schedule, what its tasks do, and the weekly digest."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django_celery_beat.models import PeriodicTask

from exchange.config.celery import app
from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.messaging.models import OutboxMessage
from exchange.people.enums import SideGround
from exchange.people.models import Researcher
from exchange.people.services.side import record_sides
from matching import tasks
from matching.enums import Opinion, OpinionReason, RunKind
from matching.models import Match, Pair, Run
from matching.services.digests import send_digests
from matching.services.reactions import react
from tests.matching.cast import WordEncoder

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: found.append(pk))
    return found


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    scheduled = set(PeriodicTask.objects.exclude(name="celery.backend_cleanup").values_list("task", flat=True))
    assert scheduled >= {
        "matching.tasks.refresh_changed",
        "matching.tasks.run_full",
        "matching.tasks.recover_runs",
        "matching.tasks.send_weekly_digest",
    }
    assert scheduled - set(app.tasks) == set()


def test_a_refresh_is_asked_for_once_and_executed(
    cast: None,
    sent: list[int],
    encoder: WordEncoder,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    monkeypatch.setattr(tasks, "load_encoder", lambda model, device: encoder)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        tasks.refresh_changed()
        tasks.refresh_changed()
    run = Run.objects.get()
    assert (run.kind, sent) == (RunKind.REFRESH, [run.pk, run.pk])
    tasks.execute_run(run.pk)
    run.refresh_from_db()
    assert (run.state, Match.objects.count()) == (JobState.DONE, 4)
    encoded = len(encoder.encoded)
    tasks.execute_run(run.pk)
    assert len(encoder.encoded) == encoded


def test_the_digest_tells_of_new_suggestions_once_a_week(pair: Pair, us_researcher: Researcher) -> None:
    sunday_night, retry = (datetime(2026, 11, 22, 23, tzinfo=UTC) + timedelta(hours=hours) for hours in (0, 2))
    assert (send_digests(now=sunday_night), send_digests(now=retry)) == (2, 2)
    assert OutboxMessage.objects.count() == 2
    message = OutboxMessage.objects.get(user=us_researcher.user)
    # The Korean researcher, who stands once with the project of either, and the award.
    assert message.subject == "2 new suggestions for you"


def test_nobody_is_mailed_about_a_weak_match_or_one_set_aside(pair: Pair, us_researcher: Researcher) -> None:
    Match.objects.exclude(pair__project__lead=None).update(topical=0.1, give=None)
    Match.objects.filter(pair__partner__isnull=False).update(topical=0.1)
    assert send_digests() == 2
    assert {row.subject for row in OutboxMessage.objects.all()} == {"1 new suggestion for you"}
    OutboxMessage.objects.all().delete()
    award = Pair.objects.get(researcher=us_researcher, project__lead=None)
    react(award, researcher=us_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.NO_TIME)
    assert send_digests() == 1
    assert OutboxMessage.objects.get().user == pair.researcher.user


def test_the_command_runs_and_prints_a_subject(
    cast: None,
    korean_researcher: Researcher,
    encoder: WordEncoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("matching.management.commands.match.load_encoder", lambda model, device: encoder)
    Researcher.objects.create(name_romanised="No Decision", country="KR")
    record_sides([Researcher.objects.create(name_romanised="No Consent", country="KR")], ground=SideGround.IMPORT)
    call_command("match")
    printed = capsys.readouterr().out
    assert "4 suggestions: 4 new, 0 gone." in printed
    assert "Left out: 1 researchers whose side is not confirmed." in printed
    assert "Left out: 1 researchers without a consent" in printed
    call_command("match", subject=str(korean_researcher.public_id), json=True)
    found = json.loads(capsys.readouterr().out)
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)
    assert (len(found), bool(found[0]["evidence"])) == (3, True)
    call_command("match", subject=str(korean_researcher.public_id), nearest=True, json=True)
    near = json.loads(capsys.readouterr().out)
    assert [row["similarity"] for row in near] == sorted((row["similarity"] for row in near), reverse=True)
    others = {"Trust between operators and robots", "Factory robots and people", "Alex Rivers"}
    assert {row["subject"] for row in near} == others
    for options in ({}, {"nearest": True}):
        with pytest.raises(CommandError):
            call_command("match", subject="nobody", **options)
