"""Mail about sides: to the person what an officer decided and that it fell, to the managers who changed sides."""

from django.utils import timezone

from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message
from exchange.people.models import Researcher, SideDecision, User
from exchange.people.selectors.side import offices_of
from exchange.programmes.models import ProgrammeManager


def tell_person(decision: SideDecision) -> None:
    _tell(decision, "decided", offices=offices_of(decision))


def tell_of_fall(decision: SideDecision) -> None:
    """That the person waits again, and what helps meanwhile."""
    _tell(decision, "fallen")


def _tell(decision: SideDecision, what: str, **context: object) -> None:
    user = decision.researcher.user
    if user is not None:
        queue_message(
            user,
            category=Category.ACCOUNT,
            key=f"side-{what}-{decision.pk}",
            template=f"side_{what}",
            context={"decision": decision, **context},
        )


def tell_managers(researcher: Researcher, side_before: str) -> None:
    """Those of both sides, once a day however often the person changes."""
    sides = {side_before, researcher.country} - {""}
    offices = ProgrammeManager.objects.in_force().filter(officer__agency__side__in=sides)
    for manager in User.objects.filter(pk__in=offices.values("officer__user")).order_by("pk"):
        queue_message(
            manager,
            category=Category.ACCOUNT,
            key=f"side-changed-{researcher.public_id}-{timezone.now():%Y-%m-%d}-{manager.pk}",
            template="side_changed",
            context={"name": researcher.name_romanised, "before": side_before, "side": researcher.country},
        )
