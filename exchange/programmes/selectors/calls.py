"""Calls as their pages read them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from exchange.people.models import User
from exchange.programmes.models import Call, Stage
from exchange.programmes.rules import managed_by


def visible_calls(user: User | AnonymousUser) -> QuerySet[Call]:
    """The public ones, and drafts of the programmes that the person manages."""
    managed = managed_by(user).values("programme") if user.pk is not None else ()
    return with_details(Call.objects.filter(Q(version__isnull=False) | Q(programme__in=managed)))


def open_calls() -> QuerySet[Call]:
    """Public calls one of whose stages is still to close, the next closing first."""
    ahead = Stage.objects.filter(closes_at__gt=timezone.now())
    found = Call.objects.public().filter(stages__in=ahead).distinct()
    return with_details(found)


def with_details(calls: QuerySet[Call]) -> QuerySet[Call]:
    stages = Prefetch("stages", Stage.objects.order_by("place"))
    return calls.select_related("programme", "version").prefetch_related(stages, "programme__agencies", "topics")
