"""What a person chooses about their mail."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.messaging.enums import CHOOSABLE, Delivery
from exchange.messaging.models import NotificationPreference
from exchange.messaging.selectors.messages import wanted_of
from exchange.people.models import User


@transaction.atomic
def choose_deliveries(user: User, *, deliveries: Mapping[str, str]) -> None:
    """Keep the delivery of each category named; the others stay. Raises ``ValidationError``."""
    # One writer per person at a time, so that two saves of the page cannot mix.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    known = {row.category: row for row in NotificationPreference.objects.filter(user=user)}
    for category, delivery in deliveries.items():
        if category not in CHOOSABLE:
            raise ValidationError(_("This kind of email cannot be turned off."))
        row = known.get(category) or NotificationPreference(user=user, category=category)
        if row.pk and row.delivery == delivery:
            continue
        row.delivery = delivery
        row.full_clean()
        row.save()


@transaction.atomic
def unsubscribe(user: User, *, category: str) -> dict[str, str]:
    """Send no more mail of ``category``; return what was chosen before, for the way back. Twice is as good as once."""
    before = wanted_of(user, category)
    choose_deliveries(user, deliveries=dict.fromkeys(before, Delivery.OFF.value))
    return before
