"""What is held is told once, in one mail per person and week, whoever asks and however often."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from celery import current_app
from django.core import mail
from django.db import connection
from django_celery_beat.models import PeriodicTask

from exchange.config.celery import app
from exchange.messaging.enums import Category, Delivery, OutboxState
from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.messaging.services import (
    DigestsFailedError,
    choose_deliveries,
    deliver_due,
    digest,
    gather_digest,
    gather_digests,
    queue_message,
)
from exchange.people.models import User

MONDAY = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app, "send_task", lambda *_args, **_options: None)


def hold(user: User, key: str, category: Category = Category.INTRODUCTION) -> OutboxMessage:
    NotificationPreference.objects.get_or_create(user=user, category=category, defaults={"delivery": Delivery.WEEKLY})
    context = {"message": f"Note <{key}>", "introduction_id": 1}
    held = queue_message(user, category=category, key=key, template="introduction", context=context)
    assert held is not None
    assert held.state == OutboxState.HELD
    return held


def states(user: User) -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("category", "state"))


@pytest.mark.django_db
def test_one_mail_tells_of_everything_held(outsider: User, staff: User) -> None:
    first, second = hold(outsider, "a"), hold(outsider, "b", Category.PROPOSAL)
    hold(staff, "c")
    with time_machine.travel(MONDAY, tick=False):
        assert (gather_digests(), gather_digests()) == (2, 0)
    told = OutboxMessage.objects.get(category=Category.DIGEST, user=outsider)
    assert told.key == f"digest:{outsider.public_id}:2026-10"
    assert (told.subject, told.body_text.count("Note <a>"), told.body_html.count("Note &lt;b&gt;")) == (
        "Your week at Gyoryu: 2 messages",
        1,
        1,
    )
    assert set(told.gathered.all()) == {first, second}
    assert states(outsider) == [("introduction", "told"), ("proposal", "told"), ("digest", "queued")]
    assert deliver_due() == 2
    assert sorted(sent.to[0] for sent in mail.outbox) == [outsider.email, staff.email]


@pytest.mark.django_db
def test_it_is_in_the_language_of_its_reader(outsider: User) -> None:
    outsider.language = "ko"
    outsider.save()
    hold(outsider, "a")
    told = gather_digest(outsider)
    assert told is not None
    assert (told.language, told.subject) == ("ko", "교류의 한 주: 소식 1건")


@pytest.mark.django_db
def test_what_comes_after_the_digest_waits_for_the_next(outsider: User) -> None:
    hold(outsider, "a")
    with time_machine.travel(MONDAY, tick=False):
        assert gather_digests() == 1
    hold(outsider, "b")
    with time_machine.travel(TUESDAY, tick=False):
        assert gather_digests() == 0
    assert states(outsider)[-1] == ("introduction", "held")
    with time_machine.travel(NEXT_MONDAY, tick=False):
        assert gather_digests() == 1
    assert OutboxMessage.objects.filter(state=OutboxState.HELD).count() == 0


@pytest.mark.django_db
def test_what_was_switched_off_meanwhile_is_not_told(outsider: User) -> None:
    hold(outsider, "a")
    hold(outsider, "b", Category.CALL)
    choose_deliveries(outsider, deliveries={Category.CALL: Delivery.OFF})
    told = gather_digest(outsider)
    assert told is not None
    assert told.body_text.count("Note <b>") == 0
    assert states(outsider) == [("introduction", "told"), ("call", "skipped"), ("digest", "queued")]


@pytest.mark.django_db
def test_where_nothing_is_wanted_any_more_there_is_no_digest(outsider: User) -> None:
    hold(outsider, "a")
    choose_deliveries(outsider, deliveries={Category.INTRODUCTION: Delivery.OFF})
    assert gather_digest(outsider) is None
    assert states(outsider) == [("introduction", "skipped")]


@pytest.mark.django_db
def test_what_was_held_before_it_ceased_to_be_a_matter_of_choice_is_told(outsider: User) -> None:
    hold(outsider, "a")
    OutboxMessage.objects.update(category=Category.ACCOUNT)
    assert gather_digest(outsider) is not None
    assert states(outsider) == [("account", "told"), ("digest", "queued")]


@pytest.mark.django_db
def test_a_failure_leaves_the_others_alone_and_is_tried_again(
    outsider: User, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(outsider, "a")
    hold(staff, "b")
    move = digest._move

    def break_for_outsider(rows: list[OutboxMessage], **fields: object) -> None:
        if rows and rows[0].user_id == outsider.pk:
            raise ConnectionError("the line broke after the digest was written")
        move(rows, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(digest, "_move", break_for_outsider)
    with pytest.raises(DigestsFailedError):
        gather_digests()
    assert (states(outsider), states(staff)[-1]) == ([("introduction", "held")], ("digest", "queued"))
    monkeypatch.setattr(digest, "_move", move)
    assert gather_digests() == 1
    assert states(outsider) == [("introduction", "told"), ("digest", "queued")]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one(outsider: User) -> None:
    for key in "abc":
        hold(outsider, key)
    start = threading.Barrier(4)
    written: list[OutboxMessage | None] = []

    def work() -> None:
        try:
            start.wait()
            written.append(gather_digest(outsider))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(written), len([row for row in written if row])) == (4, 1)
    assert states(outsider) == [("introduction", "told")] * 3 + [("digest", "queued")]


@pytest.mark.django_db
def test_the_schedule_asks_for_it_every_week() -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.messaging.tasks.send_weekly_digests")
    assert (row.enabled, str(row.crontab.minute), str(row.crontab.hour), str(row.crontab.day_of_week)) == (
        True,
        "30",
        "23",
        "0",
    )
    assert app.tasks[row.task].name == row.task
