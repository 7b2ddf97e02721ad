"""What the offices say of accounts, as expressions that are read along with them (``people.models.officer``), and who acts for a side."""

import dataclasses

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from exchange.people.models import User
from exchange.people.selectors.offices import Office
from exchange.programmes.models import Agency, AgencyOfficer, ProgrammeManager


def side_of_account() -> Coalesce:
    """All offices of a person are on one side."""
    offices = AgencyOfficer.objects.filter(user=OuterRef("pk"), user__is_active=True)
    return Coalesce(Subquery(offices.order_by().values("agency__side")[:1]), Value(""))


def account_manages() -> Exists:
    return Exists(ProgrammeManager.objects.in_force().filter(officer__user=OuterRef("pk")))


def fellow_managers(user: User) -> QuerySet[User]:
    """Who else manages a programme for an agency of the user's."""
    own = AgencyOfficer.objects.filter(user=user).values("agency")
    managers = ProgrammeManager.objects.in_force().filter(officer__agency__in=own)
    return User.objects.filter(pk__in=managers.values("officer__user")).exclude(pk=user.pk).order_by("pk")


def agencies_acting(side: str, officer: User | None) -> tuple[Office, ...]:
    """Those of the side for which anybody acts, or ``officer`` does."""
    offices = AgencyOfficer.objects.filter(user__is_active=True)
    mine = offices.filter(user=officer) if officer else offices
    agencies = Agency.objects.filter(side=side, pk__in=mine.values("agency"))
    return tuple(Office(**facts) for facts in agencies.values(*(one.name for one in dataclasses.fields(Office))))
