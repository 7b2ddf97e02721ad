"""Send what is due: claimed by a conditional update, so that two workers never send one message twice."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from exchange.messaging.enums import Delivery, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.links import unsubscribe_url
from exchange.messaging.selectors.messages import delivery_of
from exchange.messaging.services.queue import send_soon
from exchange.people.clients.mail import FAILURES, in_words, send

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
CLAIM_MINUTES = 10


def deliver(pk: int) -> bool:
    """Send one message if it is due and nobody else has it; return whether it went out.

    A failure is kept with its reason and tried again after 2, 4, 8 … minutes.
    """
    now = timezone.now()
    claimed = OutboxMessage.objects.filter(_due(now), pk=pk).update(
        state=OutboxState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    message = OutboxMessage.objects.select_related("user").get(pk=pk)
    if message.user is not None and delivery_of(message.user, message.category) == Delivery.OFF:
        OutboxMessage.objects.filter(pk=pk).update(state=OutboxState.SKIPPED)
        return False
    try:
        send(_mail(message))
    except FAILURES as error:
        _note_failure(message, error)
        return False
    OutboxMessage.objects.filter(pk=pk).update(state=OutboxState.SENT, sent_at=timezone.now(), error="")
    return True


def deliver_due() -> int:
    """Send all that is due, also what a worker claimed and never finished; return how many went out."""
    due = OutboxMessage.objects.filter(_due(timezone.now())).order_by("not_before").values_list("pk", flat=True)
    return sum(deliver(pk) for pk in list(due[:500]))


def _due(now: datetime) -> Q:
    abandoned = Q(state=OutboxState.SENDING, claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES))
    return Q(state=OutboxState.QUEUED, not_before__lte=now) | abandoned


def _mail(message: OutboxMessage) -> EmailMultiAlternatives:
    """The message in the frame that all mails share, with the way out of its category."""
    stop = unsubscribe_url(message.user, message.category) if message.user is not None else ""
    frame = {
        "subject": message.subject,
        "site_url": settings.SITE_URL,
        "unsubscribe_url": stop,
        "notifications_url": f"{settings.SITE_URL}{reverse('notifications')}",
        "has_no_account": message.user is None,
    }
    # RFC 8058: the mail program itself offers to unsubscribe, and needs nobody to sign in.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop else {}
    with translation.override(message.language):
        text = render_to_string("email/base.txt", {**frame, "content": message.body_text.strip()})
        mail = EmailMultiAlternatives(
            message.subject,
            text,
            to=[message.user.email if message.user is not None else message.address],
            headers=headers,
        )
        if message.body_html:
            # Rendered, and escaped, by ``queue_message``.
            content = mark_safe(message.body_html)  # noqa: S308
            mail.attach_alternative(render_to_string("email/base.html", {**frame, "content": content}), "text/html")
    return mail


def _note_failure(message: OutboxMessage, error: Exception) -> None:
    with translation.override("en"):  # for logs and operators, whoever was written to
        reason = in_words(error)
    logger.warning("Message %s was not sent: %s", message.pk, reason)
    is_last = message.attempts >= MOST_ATTEMPTS
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxState.FAILED if is_last else OutboxState.QUEUED,
        error=reason[:500],
        not_before=timezone.now() + timedelta(minutes=2**message.attempts),
    )


@transaction.atomic
def send_again(pks: Iterable[int]) -> list[int]:
    """Send what failed, or waits for its next attempt, now and with all attempts before it; return which that were."""
    again = OutboxMessage.objects.filter(Q(state=OutboxState.FAILED) | Q(state=OutboxState.QUEUED), pk__in=pks)
    chosen = list(again.select_for_update().order_by("pk").values_list("pk", flat=True))
    OutboxMessage.objects.filter(pk__in=chosen).update(state=OutboxState.QUEUED, attempts=0, not_before=timezone.now())
    for pk in chosen:
        transaction.on_commit(partial(send_soon, pk))
    return chosen
