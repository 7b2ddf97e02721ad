"""Deadline reminders: seven, three and one day before a stage closes, to teams that have something left to submit."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from exchange.messaging.enums import Category
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import queue_message
from exchange.programmes.enums import CallState
from exchange.programmes.models import Stage
from exchange.proposals.enums import EDITABLE, MemberState, ProposalState
from exchange.proposals.models import TeamMember

DAYS = (7, 3, 1)
WINDOW = timedelta(days=1)
CHUNK = 500


def remind_teams() -> int:
    """Write what is due; return how many mails. The outbox's key makes each one once, however often this runs.

    Nobody is reminded long after the time: a draft begun two days before the end gets the last reminder alone. An
    extension moves the closing instant, which is part of the key, and with it all reminders.
    """
    now = timezone.now()
    stages = Stage.objects.filter(
        call__state=CallState.PUBLISHED, closes_at__gt=now, closes_at__lte=now + timedelta(days=max(DAYS))
    )
    return sum(_remind(stage, days) for stage in stages if (days := due(stage.closes_at, now)))


def due(closes_at: datetime, now: datetime) -> int | None:
    """Of which reminder it is the day.

    >>> from datetime import UTC
    >>> end = datetime(2026, 3, 10, 6, tzinfo=UTC)
    >>> [due(end, end - timedelta(hours=hours)) for hours in (169, 168, 145, 144, 72, 24, 1, 0)]
    [None, 7, 7, None, 3, 1, 1, None]
    """
    for days in DAYS:
        begins = closes_at - timedelta(days=days)
        if begins <= now < min(begins + WINDOW, closes_at):
            return days
    return None


def _remind(stage: Stage, days: int) -> int:
    written = 0
    prefetch_related_objects([stage], "call__programme__agencies")
    for members in _chunks(people_to_remind(stage)):
        keys = {_key(stage, days, member): member for member in members}
        known = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
        for key, member in keys.items():
            written += key not in known and _write(stage, days, member, key)
    return written


def people_to_remind(stage: Stage) -> QuerySet[TeamMember]:
    """Everybody who has accepted, of drafts and of what was changed since it was submitted."""
    left = Q(proposal__state=ProposalState.DRAFT) | Q(proposal__figures__is_changed=True)
    return (
        TeamMember.objects.filter(
            left,
            proposal__call=stage.call_id,
            proposal__stage=stage.kind,
            proposal__state__in=EDITABLE,
            state=MemberState.ACCEPTED,
            researcher__user__is_active=True,
        )
        .select_related("researcher__user", "proposal__call")
        .order_by("pk")
    )


def _chunks(people: QuerySet[TeamMember]) -> Iterable[list[TeamMember]]:
    last = 0
    while chunk := list(people.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _key(stage: Stage, days: int, member: TeamMember) -> str:
    return f"reminder-{stage.pk}-{stage.closes_at:%Y%m%dT%H%M%S}-{days}-{member.pk}"


def _write(stage: Stage, days: int, member: TeamMember, key: str) -> bool:
    assert member.researcher is not None  # noqa: S101 - filtered so
    assert member.researcher.user is not None  # noqa: S101
    message = queue_message(
        member.researcher.user,
        category=Category.CALL,
        key=key,
        template="deadline_reminder",
        context={
            "stage": stage,
            "proposal": member.proposal,
            "days": days,
            "closes_at": stage.closes_at,
            "offices": stage.call.programme.agencies.all(),
        },
    )
    return message is not None
