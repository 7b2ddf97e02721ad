"""Waiting mail is sent by the schedule, whatever became of the worker that should have sent it."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django_celery_beat.models import PeriodicTask

from exchange.config.celery import app
from exchange.messaging.enums import Category, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import deliver_due
from exchange.people.models import User

pytestmark = pytest.mark.django_db


def test_every_minute_what_is_due_is_sent() -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.messaging.tasks.deliver_due")
    assert (row.enabled, row.interval.every, row.interval.period) == (True, 1, "minutes")
    assert app.tasks[row.task].name == row.task


def test_one_bad_address_does_not_hold_up_the_others(
    outsider: User, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (
        OutboxMessage.objects.create(user=user, category=Category.ACCOUNT, key=user.email, subject="S", body_text="T")
        for user in (outsider, staff)
    )
    send = EmailMultiAlternatives.send

    def refuse_outsider(message: EmailMultiAlternatives) -> int:
        if message.to == [outsider.email]:
            raise ValueError("not an address")
        return send(message)

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse_outsider)
    assert deliver_due() == 1
    assert [sent.to for sent in mail.outbox] == [[staff.email]]
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (OutboxState.QUEUED, OutboxState.SENT)
    assert bad.error.endswith("did not take the mail. (not an address)")
