"""The weekly mail about new suggestions."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from exchange.messaging.enums import Category
from exchange.messaging.services import calendar_week, queue_message
from exchange.people.models import Researcher
from matching.enums import PairState
from matching.models import Match
from matching.selectors.subjects import researchers_taking_part

WEEK = timedelta(days=7)


def send_digests(*, now: datetime | None = None) -> int:
    """Queue one mail per researcher with new suggestions; running it twice in a week queues nothing more.

    Returns the number of researchers who had something new. Preferences are heeded when the message is queued.
    """
    week = calendar_week(now or timezone.now())
    counts = _new_by_researcher()
    people = list(Researcher.objects.filter(pk__in=counts, user__is_active=True).select_related("user"))
    for researcher in people:
        assert researcher.user is not None, "user__is_active=True asks for one"  # noqa: S101
        queue_message(
            researcher.user,
            category=Category.SUGGESTION,
            key=f"suggestions:{researcher.public_id}:{week}",
            template="suggestions_digest",
            context={"count": counts[researcher.pk]},
        )
    return len(people)


def _new_by_researcher() -> dict[int, int]:
    """Suggestions of the last week by researcher (first, partner and lead of the project alike)."""
    since = timezone.now() - WEEK
    fresh = Match.objects.filter(created_at__gte=since, pair__state__in=[PairState.SUGGESTED, PairState.SHORTLISTED])
    counts: dict[int, int] = {}
    for path in ("pair__researcher", "pair__partner", "pair__project__lead"):
        people = fresh.filter(**{f"{path}__in": researchers_taking_part()})
        for pk, count in people.values_list(path).annotate(count=Count("pk")).order_by():
            counts[pk] = counts.get(pk, 0) + count
    return counts
