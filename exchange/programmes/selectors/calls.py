"""Calls as their pages read them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Min, Prefetch, Q, QuerySet
from django.utils import timezone

from exchange.people.models import User
from exchange.programmes.enums import CallState, StageKind, When
from exchange.programmes.models import Call, Stage
from exchange.programmes.rules import managed_by

SUBMITTING = Q(stages__kind__in=[kind for kind in StageKind if kind.takes_submissions])


def visible_calls(user: User | AnonymousUser) -> QuerySet[Call]:
    """The public ones, and drafts of the programmes that the person manages."""
    managed = managed_by(user).values("programme") if user.pk is not None else ()
    return with_details(Call.objects.filter(Q(version__isnull=False) | Q(programme__in=managed)))


def find_calls(user: User | AnonymousUser, *, text: str = "", when: str = "", formation: str = "") -> QuerySet[Call]:
    """Visible calls that fit every filter; the next closing first, those without a deadline ahead last."""
    calls = visible_calls(user).annotate(
        closes_next=Min("stages__closes_at", filter=Q(stages__closes_at__gt=timezone.now()) & SUBMITTING),
        opens_first=Min("stages__opens_at"),
    )
    for word in text.split():
        calls = calls.filter(_mentions(word))
    if formation:
        calls = calls.filter(version__content__team_formation=formation)
    return _at(calls, when).order_by(F("closes_next").asc(nulls_last=True), "-created_at", "-pk")


def _at(calls: QuerySet[Call], when: str) -> QuerySet[Call]:
    now = timezone.now()
    live = Q(state=CallState.PUBLISHED, closes_next__isnull=False)
    by_name = {
        When.OPEN: live & Q(opens_first__lte=now),
        When.UPCOMING: live & Q(opens_first__gt=now),
        When.CLOSED: Q(state=CallState.CLOSED) | Q(state=CallState.PUBLISHED, closes_next__isnull=True),
        When.DRAFT: Q(state=CallState.DRAFT),
    }
    return calls.filter(by_name[When(when)]) if when else calls


def _mentions(word: str) -> Q:
    named = ("title", "programme__name", "topics__name")
    condition = Q()
    for field in (f"{name}_{language}" for name in named for language in ("en", "ko")):
        condition |= Q(**{f"{field}__icontains": word})
    return Q(pk__in=Call.objects.filter(condition).values("pk"))


def open_calls() -> QuerySet[Call]:
    """Published calls, not closed ones, that have a stage still to close."""
    ahead = Stage.objects.filter(closes_at__gt=timezone.now())
    found = Call.objects.filter(state=CallState.PUBLISHED, stages__in=ahead).distinct()
    return with_details(found)


def with_details(calls: QuerySet[Call]) -> QuerySet[Call]:
    stages = Prefetch("stages", Stage.objects.order_by("place"))
    return calls.select_related("programme", "version").prefetch_related(stages, "programme__agencies", "topics")
