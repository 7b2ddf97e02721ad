"""How a person wants their mail."""

from exchange.messaging.enums import CHOOSABLE, Category, Delivery
from exchange.messaging.models import NotificationPreference
from exchange.people.models import User


def deliveries_of(user: User) -> dict[str, str]:
    """The delivery of every category that is a matter of choice."""
    chosen = dict(NotificationPreference.objects.filter(user=user).values_list("category", "delivery"))
    return {category.value: chosen.get(category.value, Delivery.IMMEDIATE.value) for category in CHOOSABLE}


def delivery_of(user: User, category: str) -> str:
    """How ``user`` wants messages of ``category``."""
    return deliveries_of(user).get(category, Delivery.IMMEDIATE.value)


def wanted_of(user: User, category: str) -> dict[str, str]:
    """What unsubscribing from ``category`` takes away: itself, or for the digest all that comes in it."""
    deliveries = deliveries_of(user)
    if category == Category.DIGEST:
        return {name: delivery for name, delivery in deliveries.items() if delivery == Delivery.WEEKLY}
    return {name: delivery for name, delivery in deliveries.items() if name == category and delivery != Delivery.OFF}
