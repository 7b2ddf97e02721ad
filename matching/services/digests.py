"""The weekly mail about new suggestions."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from exchange.messaging.enums import Category
from exchange.messaging.services import calendar_week, queue_message
from exchange.people.models import Researcher
from matching.core.bands import WEAK
from matching.enums import Opinion, PairState
from matching.models import Match, Reaction
from matching.selectors.bands import cuts_in_force
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
    """How many people were newly suggested to each researcher within the last week; of weak matches nobody is told.

    A person counts once, with however many projects, as on the page; a project without a lead counts for itself.
    """
    other = Coalesce(F("pair__partner"), F("pair__project__lead"), -F("pair__project"))
    met = _met("pair__researcher", other).union(
        *(_met(path, F("pair__researcher")) for path in ("pair__partner", "pair__project__lead"))
    )
    sql, parameters = met.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT me, count(*) FROM ({sql}) met (me, other) GROUP BY me", parameters)  # noqa: S608 - Django's
        return dict(cursor.fetchall())


def _met(me: str, other: Combinable) -> QuerySet[Match, tuple[int, int]]:
    """Whom ``me`` finds among the week's suggestions, without what either one set aside."""
    set_aside = Reaction.objects.filter(pair=OuterRef("pair"), opinion=Opinion.NOT_FOR_ME)
    fresh = Match.objects.filter(
        ~Exists(set_aside),
        created_at__gte=timezone.now() - WEEK,
        pair__state__in=[PairState.SUGGESTED, PairState.SHORTLISTED],
        **{f"{me}__in": researchers_taking_part()},
    )
    bands = cuts_in_force().expression(pair="pair__", match="")
    return fresh.alias(band=bands).filter(band__gt=WEAK).order_by().values_list(me, other)
