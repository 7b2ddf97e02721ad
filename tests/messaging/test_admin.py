"""An administrator finds a mail, reads it, and sends it again; nobody rewrites one."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from celery import current_app
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from exchange.messaging.enums import Category, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.people.models import User

LIST = "admin:messaging_outboxmessage_changelist"


def write(user: User, key: str, state: OutboxState, error: str = "") -> OutboxMessage:
    return OutboxMessage.objects.create(
        user=user, category=Category.CALL, key=key, subject=key, body_text="<b>Text</b>", language="en", state=state,
        error=error, attempts=6,
    )  # fmt: skip


@pytest.fixture
def failed(outsider: User) -> OutboxMessage:
    return write(outsider, "failed", OutboxState.FAILED, "no such mailbox")


@pytest.fixture
def sent(outsider: User) -> OutboxMessage:
    return write(outsider, "sent", OutboxState.SENT)


def test_only_what_failed_or_waits_is_sent_again(
    client_of: Callable[[User], Client],
    staff: User,
    failed: OutboxMessage,
    sent: OutboxMessage,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda _name, args, **_: asked.extend(args))
    body = {"action": "send_again", "_selected_action": [failed.pk, sent.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        client_of(staff).post(reverse(LIST), body)
    failed.refresh_from_db()
    sent.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (OutboxState.QUEUED, 0, "no such mailbox")
    assert (sent.state, asked) == (OutboxState.SENT, [failed.pk])
    assert [(entry.user, entry.object_id) for entry in LogEntry.objects.all()] == [(staff, str(failed.pk))]


def test_it_is_found_by_error_and_address_and_read_only(
    client_of: Callable[[User], Client], staff: User, failed: OutboxMessage, sent: OutboxMessage
) -> None:
    client = client_of(staff)
    for query in ({"q": "mailbox"}, {"q": "failed"}, {"trouble": "error"}, {"state__exact": "failed"}):
        found = client.get(reverse(LIST), query).context["cl"].queryset
        assert list(found) == [failed]
    page = reverse("admin:messaging_outboxmessage_change", args=[failed.pk])
    assert client.get(page).content.decode().count("<b>Text</b>") == 0
    assert client.post(page, {"body_text": "other"}).status_code == HTTPStatus.FORBIDDEN
