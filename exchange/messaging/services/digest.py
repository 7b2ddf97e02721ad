"""The weekly digest: one mail per person that gathers what was held for it."""

import logging
import zoneinfo
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from exchange.messaging.enums import CHOOSABLE, Category, Delivery, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.messages import deliveries_of
from exchange.messaging.services.queue import queue_message
from exchange.people.models import User

logger = logging.getLogger(__name__)

# The digest goes out on Monday morning there; the week is counted in the same place, so that a late retry is not taken
# for the next week's.
CALENDAR = zoneinfo.ZoneInfo("Asia/Seoul")


class DigestsFailedError(Exception):
    """Some digests could not be written; the rest are. Asking again writes only those."""


def gather_digests() -> int:
    """Write the digest of everybody for whom something is held; return how many were written.

    One transaction per person. A second call in the same week, or at the same time, writes nothing twice.
    """
    people = list(User.objects.filter(messages__state=OutboxState.HELD).distinct().order_by("pk"))
    written = failed = 0
    for user in people:
        try:
            written += gather_digest(user) is not None
        except Exception:
            logger.exception("The digest of account %s was not written", user.pk)
            failed += 1
    if failed:
        raise DigestsFailedError(f"{failed} of {len(people)} digests were not written")
    return written


@transaction.atomic
def gather_digest(user: User) -> OutboxMessage | None:
    """Write this week's digest of ``user`` and mark what it tells of, together; ``None`` where there is nothing new."""
    key = _key(user)
    # Waits for a worker doing the same, and then finds its rows told.
    held = list(OutboxMessage.objects.select_for_update().filter(user=user, state=OutboxState.HELD).order_by("pk"))
    if OutboxMessage.objects.filter(key=key).exists():
        return None
    wanted = _drop_unwanted(user, held)
    if not wanted:
        return None
    digest = queue_message(
        user, category=Category.DIGEST, key=key, template="digest", context={"items": wanted, "count": len(wanted)}
    )
    _move(wanted, state=OutboxState.TOLD, digest=digest)
    return digest


def calendar_week(now: datetime) -> str:
    """The ISO week in which a weekly mail of ``now`` belongs, e.g. ``2026-48``."""
    year, week, _day = now.astimezone(CALENDAR).isocalendar()
    return f"{year}-{week:02}"


def _key(user: User) -> str:
    return f"digest:{user.public_id}:{calendar_week(timezone.now())}"


def _drop_unwanted(user: User, held: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    """What is still wanted; the rest was switched off after it had been written."""
    deliveries = deliveries_of(user)
    off = [row for row in held if row.category in CHOOSABLE and deliveries[row.category] == Delivery.OFF]
    _move(off, state=OutboxState.SKIPPED, digest=None)
    return [row for row in held if row not in off]


def _move(rows: Sequence[OutboxMessage], *, state: OutboxState, digest: OutboxMessage | None) -> None:
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, digest=digest)
