"""What the offices say of accounts, as expressions that are read along with them (``people.models.officer``)."""

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from exchange.programmes.models import AgencyOfficer, ProgrammeManager


def side_of_account() -> Coalesce:
    """All offices of a person are on one side."""
    offices = AgencyOfficer.objects.filter(user=OuterRef("pk"), user__is_active=True)
    return Coalesce(Subquery(offices.order_by().values("agency__side")[:1]), Value(""))


def account_manages() -> Exists:
    return Exists(ProgrammeManager.objects.in_force().filter(officer__user=OuterRef("pk")))
