"""Send what is due: claimed by a conditional update, so that two workers never send one message twice."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.utils import timezone

from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage

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
    try:
        _mail(message).send()
    # ValueError: an address or a subject that cannot be written into a header; it must not hold up the other messages.
    except (OSError, SMTPException, ValueError) as error:
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
    mail = EmailMultiAlternatives(message.subject, message.body_text, to=[message.user.email])
    if message.body_html:
        mail.attach_alternative(message.body_html, "text/html")
    return mail


def _note_failure(message: OutboxMessage, error: Exception) -> None:
    logger.warning("Message %s was not sent: %s", message.pk, error)
    is_last = message.attempts >= MOST_ATTEMPTS
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxState.FAILED if is_last else OutboxState.QUEUED,
        error=str(error)[:500],
        not_before=timezone.now() + timedelta(minutes=2**message.attempts),
    )
