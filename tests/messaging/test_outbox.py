"""A message is written once, sent once, and not lost when sending fails."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from exchange.messaging.enums import Category, Delivery, OutboxState
from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.messaging.services import choose_deliveries, deliver, deliver_due, queue_message, queue_to_address
from exchange.messaging.services.delivery import CLAIM_MINUTES, MOST_ATTEMPTS, send_again
from exchange.messaging.services.digest import gather_digest
from exchange.people.models import User


def queue(user: User, key: str = "introduction-1") -> OutboxMessage | None:
    context = {"message": "Please <meet>.", "introduction_id": 1}
    return queue_message(user, category=Category.INTRODUCTION, key=key, template="introduction", context=context)


@pytest.fixture
def message(outsider: User) -> OutboxMessage:
    queued = queue(outsider)
    assert queued is not None
    return queued


AWAY = "Nothing answers at localhost:25: look at host and port in EMAIL_URL. (mail server is away)"


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 25

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


def test_a_title_is_plain_in_the_subject_and_the_text_and_marked_in_the_page(outsider: User) -> None:
    title = "Trust & <teams>"
    told = queue_message(
        outsider,
        category=Category.PROPOSAL,
        key="withdrawn",
        template="proposal_withdrawn",
        context={"proposal": title, "by": title, "reason": title},
    )
    assert told is not None
    assert title in told.subject
    assert title in told.body_text
    assert "Trust &amp; &lt;teams&gt;" in told.body_html


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
    assert (message.state, message.error, message.attempts) == (OutboxState.QUEUED, AWAY, 1)
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


NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
ABANDONED = timedelta(minutes=CLAIM_MINUTES)


@pytest.mark.parametrize(
    ("state", "not_before", "claimed", "goes"),
    [
        (OutboxState.QUEUED, NOW, None, True),
        (OutboxState.QUEUED, NOW + A_MOMENT, None, False),
        (OutboxState.SENDING, NOW, NOW - ABANDONED, False),
        (OutboxState.SENDING, NOW, NOW - ABANDONED - A_MOMENT, True),
        *((state, NOW, NOW - 2 * ABANDONED, False) for state in OutboxState if state not in {"queued", "sending"}),
    ],
)
def test_only_what_is_due_goes_out(
    message: OutboxMessage, state: OutboxState, not_before: datetime, claimed: datetime | None, goes: bool
) -> None:
    OutboxMessage.objects.update(state=state, not_before=not_before, claimed_at=claimed)
    with time_machine.travel(NOW, tick=False):
        assert (deliver_due(), len(mail.outbox)) == ((1, 1) if goes else (0, 0))
        assert deliver(message.pk) is False
    message.refresh_from_db()
    assert message.state == (OutboxState.SENT if goes else state)


@pytest.mark.parametrize("attempts", [MOST_ATTEMPTS - 2, MOST_ATTEMPTS - 1])
def test_it_waits_longer_each_time_and_not_for_ever(message: OutboxMessage, broken_mail: None, attempts: int) -> None:
    OutboxMessage.objects.update(attempts=attempts, not_before=NOW)
    with time_machine.travel(NOW, tick=False):
        assert deliver(message.pk) is False
    message.refresh_from_db()
    is_last = attempts + 1 == MOST_ATTEMPTS
    assert (message.state, message.error) == (
        OutboxState.FAILED if is_last else OutboxState.QUEUED,
        AWAY,
    )
    assert message.not_before == NOW + timedelta(minutes=2 ** (attempts + 1))


@pytest.mark.parametrize("state", OutboxState)
def test_what_failed_or_waits_is_sent_again(message: OutboxMessage, state: OutboxState) -> None:
    other = OutboxMessage.objects.create(category=Category.ACCOUNT, key="other", state=state, address="a@example.org")
    OutboxMessage.objects.update(state=state, attempts=MOST_ATTEMPTS)
    again = state in {OutboxState.FAILED, OutboxState.QUEUED}
    assert send_again([message.pk]) == ([message.pk] if again else [])
    assert list(OutboxMessage.objects.order_by("pk").values_list("state", "attempts")) == [
        (OutboxState.QUEUED, 0) if again else (state, MOST_ATTEMPTS),
        (state, MOST_ATTEMPTS),
    ]
    assert other.address == "a@example.org"


@pytest.mark.parametrize("state", [OutboxState.HELD, OutboxState.QUEUED, OutboxState.TOLD])
def test_a_digest_gathers_the_own_held_messages(outsider: User, staff: User, state: OutboxState) -> None:
    for user in (outsider, staff):
        queue(user, key=f"to-{user.pk}")
    OutboxMessage.objects.update(state=state)
    OutboxMessage.objects.filter(user=staff).update(state=OutboxState.HELD)
    digest = gather_digest(outsider)
    assert (digest is not None) is (state == OutboxState.HELD)
    assert OutboxMessage.objects.get(key=f"to-{staff.pk}").state == OutboxState.HELD
    assert gather_digest(outsider) is None


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"digest": "off"}, "cannot be turned off"),
        ({"account": "off"}, "cannot be turned off"),
        ({"introduction": "daily"}, "is not a valid choice"),
        ({"introduction": ""}, "cannot be blank"),
    ],
)
def test_what_cannot_be_chosen_changes_nothing(outsider: User, chosen: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        choose_deliveries(outsider, deliveries=chosen)
    assert not NotificationPreference.objects.exists()


def test_to_an_address_it_is_written_once(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    values = {"language": "en", "category": Category.PROPOSAL, "key": "one", "template": "introduction"}
    with django_capture_on_commit_callbacks() as sent:
        rows = {
            queue_to_address("a@example.org", **values, context={"message": "", "introduction_id": 1}).pk
            for _time in range(2)
        }
    assert (len(rows), len(sent)) == (1, 1)
    assert (deliver_due(), [one.to for one in mail.outbox]) == (1, [["a@example.org"]])


def test_what_is_wanted_no_more_holds_up_no_mail_to_an_address(outsider: User, message: OutboxMessage) -> None:
    prefer(outsider, Delivery.OFF)
    OutboxMessage.objects.create(category=Category.INTRODUCTION, key="other", address="a@example.org")
    assert (deliver_due(), [one.to for one in mail.outbox]) == (1, [["a@example.org"]])
