"""Programmes as their managers read them."""

from django.db.models import Count, Prefetch, QuerySet

from exchange.people.models import User
from exchange.programmes.models import Call, LateCode, Programme, Stage, StageExtension, YearBudget
from exchange.programmes.rules import managed_by
from exchange.programmes.selectors.calls import with_details


def managed_programmes(user: User) -> QuerySet[Programme]:
    mine = Programme.objects.filter(pk__in=managed_by(user).values("programme"))
    counted = mine.prefetch_related("agencies").annotate(call_count=Count("calls", distinct=True))
    return counted.order_by("-starts_on", "name_en", "pk")


def copyable_calls(user: User) -> QuerySet[Call]:
    """Earlier calls of the programmes that the person manages."""
    mine = Call.objects.filter(programme__in=managed_by(user).values("programme"))
    return mine.select_related("programme")


def programme_calls(programme: Programme) -> QuerySet[Call]:
    return with_details(programme.calls.all())


def budget_years(programme: Programme) -> QuerySet[YearBudget]:
    return programme.budgets.select_related("agency").prefetch_related("commitments__call", "commitments__made_by")


def stage_with_deadlines(call: Call) -> QuerySet[Stage]:
    """The call's stages with all that moved their deadlines."""
    extensions = Prefetch("extensions", StageExtension.objects.select_related("extended_by"))
    codes = Prefetch("late_codes", LateCode.objects.select_related("made_by"))
    return Stage.objects.filter(call=call).prefetch_related(extensions, codes)
