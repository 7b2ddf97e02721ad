"""A message is written once, sent once, and not lost when sending fails."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from exchange.messaging.enums import Category, Delivery, OutboxState
from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.messaging.services import deliver, deliver_due, queue_message
from exchange.messaging.services.delivery import CLAIM_MINUTES, MOST_ATTEMPTS
from exchange.people.models import User


def queue(user: User, key: str = "introduction-1") -> OutboxMessage | None:
    context = {"message": "Please <meet>.", "introduction_id": 1}
    return queue_message(user, category=Category.INTRODUCTION, key=key, template="introduction", context=context)


@pytest.fixture
def message(outsider: User) -> OutboxMessage:
    queued = queue(outsider)
    assert queued is not None
    return queued


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: EmailMultiAlternatives) -> int:
        raise ConnectionRefusedError("mail server is away")

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)


def prefer(user: User, delivery: Delivery) -> None:
    NotificationPreference.objects.create(user=user, category=Category.INTRODUCTION, delivery=delivery)


def test_the_same_key_writes_once(outsider: User, message: OutboxMessage) -> None:
    assert queue(outsider) == message
    assert OutboxMessage.objects.count() == 1


def test_the_text_is_plain_and_the_html_escaped(message: OutboxMessage) -> None:
    assert message.body_text.count("Please <meet>.") == 1
    assert message.body_html.count("Please &lt;meet&gt;.") == 1


def test_it_is_sent_after_the_commit(
    outsider: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as first:
        queue(outsider)
    with django_capture_on_commit_callbacks() as second:
        queue(outsider)
    assert (len(first), len(second)) == (1, 0)


def test_off_writes_nothing(outsider: User) -> None:
    prefer(outsider, Delivery.OFF)
    assert queue(outsider) is None
    assert OutboxMessage.objects.count() == 0


def test_account_mail_cannot_be_switched_off(outsider: User) -> None:
    NotificationPreference.objects.create(user=outsider, category=Category.ACCOUNT, delivery=Delivery.OFF)
    written = queue_message(
        outsider, category=Category.ACCOUNT, key="a", template="introduction", context={"introduction_id": 1}
    )
    assert written is not None
    assert written.state == OutboxState.QUEUED


def test_weekly_is_held_and_not_sent(
    outsider: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    prefer(outsider, Delivery.WEEKLY)
    with django_capture_on_commit_callbacks() as callbacks:
        held = queue(outsider)
    assert held is not None
    assert (held.state, len(callbacks)) == (OutboxState.HELD, 0)
    assert (deliver(held.pk), deliver_due(), len(mail.outbox)) == (False, 0, 0)


def test_it_goes_out_once(outsider: User, message: OutboxMessage) -> None:
    assert [deliver(message.pk), deliver(message.pk)] == [True, False]
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [([outsider.email], message.subject)]
    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutboxState.SENT, 1)


def test_what_is_claimed_belongs_to_one_worker_until_it_is_abandoned(message: OutboxMessage) -> None:
    row = OutboxMessage.objects.filter(pk=message.pk)
    row.update(state=OutboxState.SENDING, claimed_at=timezone.now())
    assert (deliver(message.pk), deliver_due()) == (False, 0)
    row.update(claimed_at=timezone.now() - timedelta(minutes=CLAIM_MINUTES + 1))
    assert deliver_due() == 1


@pytest.mark.usefixtures("broken_mail")
def test_a_failure_is_kept_and_tried_later(message: OutboxMessage) -> None:
    before = timezone.now()
    assert deliver(message.pk) is False
    message.refresh_from_db()
    assert (message.state, message.error, message.attempts) == (OutboxState.QUEUED, "mail server is away", 1)
    assert before + timedelta(minutes=2) <= message.not_before <= timezone.now() + timedelta(minutes=2)
    assert deliver(message.pk) is False
    message.refresh_from_db()
    assert message.attempts == 1


@pytest.mark.usefixtures("broken_mail")
def test_the_last_failure_is_final(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=MOST_ATTEMPTS - 1)
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (OutboxState.FAILED, MOST_ATTEMPTS)
    assert deliver_due() == 0
