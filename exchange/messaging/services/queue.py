"""Write a message in the transaction of the fact it tells of."""

import zoneinfo
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation

from exchange.jobs.clients import publish
from exchange.messaging.enums import Delivery, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.messages import delivery_of
from exchange.people.models import User


@transaction.atomic
def queue_message(
    user: User, *, category: str, key: str, template: str, context: Mapping[str, Any]
) -> OutboxMessage | None:
    """Render ``templates/email/<template>/`` in the recipient's language and zone, and send it after the commit.

    A second call with the same ``key`` writes nothing. Returns the message, or ``None`` where the person does not want
    such mail.
    """
    delivery = delivery_of(user, category)
    if delivery == Delivery.OFF:
        return None
    state = OutboxState.HELD if delivery == Delivery.WEEKLY else OutboxState.QUEUED
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"user": user, "category": category, "state": state, **_render(user, template, context)}
    )
    if is_new and state == OutboxState.QUEUED:
        transaction.on_commit(lambda: send_soon(message.pk))
    return message


@transaction.atomic
def queue_to_address(
    address: str, *, language: str, category: str, key: str, template: str, context: Mapping[str, Any]
) -> OutboxMessage:
    """The same for somebody who has no account yet, and so no choices: only what another person asked us to send."""
    values = {**context, "site_url": settings.SITE_URL}
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"address": address, "category": category, **_render_in(language, template, values)}
    )
    if is_new:
        transaction.on_commit(lambda: send_soon(message.pk))
    return message


def send_soon(pk: int) -> None:
    """By name: tasks stand above services. What the broker does not take is delivered when the schedule looks."""
    publish("exchange.messaging.tasks.deliver_message", [pk])


def _render(user: User, template: str, context: Mapping[str, Any]) -> dict[str, str]:
    values = {**context, "recipient": user, "site_url": settings.SITE_URL}
    with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        return _render_in(user.language, template, values)


def _render_in(language: str, template: str, values: Mapping[str, Any]) -> dict[str, str]:
    with translation.override(language):
        return {
            "language": language,
            "subject": " ".join(_plain(f"email/{template}/subject.txt", values).split())[:300],
            "body_text": _plain(f"email/{template}/body.txt", values),
            "body_html": render_to_string(f"email/{template}/body.html", values),
        }


def _plain(template: str, values: Mapping[str, Any]) -> str:
    """No mail program reads ``&amp;`` in a subject or in a plain text as ``&``."""
    return Engine.get_default().get_template(template).render(Context(values, autoescape=False))
