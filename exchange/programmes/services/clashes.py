"""Mail about calls that an agency has no manager left to run: to who can name another one, and to who runs it meanwhile."""

from django.urls import reverse
from django.utils.functional import lazy

from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message
from exchange.people.models import User
from exchange.people.rules.administration import administers
from exchange.people.selectors.account import administrators
from exchange.programmes.models import ProgrammeManager
from exchange.programmes.selectors.able import Clash, clashes, told_of

_in_their_language = lazy(told_of, str)


def tell_of_clashes() -> None:
    """Once of each call and agency, however often this runs; the work list says it for as long as it lasts."""
    for clash in clashes(ProgrammeManager.objects.in_force()):
        place = reverse("admin:programmes_programme_change", args=[clash.call.programme_id])
        recipients = dict.fromkeys((officer.user for officer in clash.able), clash.call.get_absolute_url())
        recipients |= dict.fromkeys(administrators(), place)
        for user, address in recipients.items():
            _tell(user, clash, address)


def _tell(user: User, clash: Clash, address: str) -> None:
    key = f"clash-{clash.call.public_id}-{clash.agency.pk}-{user.pk}"
    context = {"call": clash.call, "agency": clash.agency, "told": _in_their_language(clash)}
    context |= {"address": address, "administers": administers(user)}
    queue_message(user, category=Category.CALL, key=key, template="call_without_manager", context=context)
