"""Who may do what to programmes and calls."""

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from exchange.people.models import User
from exchange.people.rules.administration import administers
from exchange.programmes.enums import CallState
from exchange.programmes.models import Agency, Call, Programme, ProgrammeManager, YearBudget


@rules.predicate
def manages_programme(user: User | AnonymousUser, programme: Programme) -> bool:
    """Named as a manager of this very programme; being one of another gives no right here."""
    return managed_by(user).filter(programme=programme).exists()


@rules.predicate
def manages_call(user: User | AnonymousUser, call: Call) -> bool:
    return managed_by(user).filter(programme=call.programme_id).exists()


@rules.predicate
def is_public(user: User | AnonymousUser, call: Call) -> bool:
    return call.state != CallState.DRAFT


@rules.predicate
def manages_some_programme(user: User | AnonymousUser) -> bool:
    """Asked wherever a role opens something: the match queue, introductions, runs, the managers' pages and API."""
    return isinstance(user, User) and user.is_active and user.is_manager


@rules.predicate
def keeps_budget(user: User | AnonymousUser, budget: YearBudget) -> bool:
    """A manager of the programme, for the money of their own agency; the other agencies' they read."""
    return own_agencies(user, budget.programme).filter(pk=budget.agency_id).exists()


def own_agencies(user: User | AnonymousUser, programme: Programme) -> QuerySet[Agency]:
    """For which the person manages the programme."""
    return Agency.objects.filter(pk__in=managed_by(user).filter(programme=programme).values("officer__agency"))


def managed_by(user: User | AnonymousUser) -> QuerySet[ProgrammeManager]:
    """None of nobody: every officer has an account."""
    managers: QuerySet[ProgrammeManager] = ProgrammeManager.objects.in_force()
    return managers.filter(officer__user=user.pk)


rules.add_perm("programmes.invite_officer", administers)
rules.add_perm("programmes.manage_programme", manages_programme)
rules.add_perm("programmes.manage_call", manages_call)
rules.add_perm("programmes.see_call", is_public | manages_call)
rules.add_perm("programmes.see_managed", manages_some_programme)
rules.add_perm("programmes.keep_budget", keeps_budget)
