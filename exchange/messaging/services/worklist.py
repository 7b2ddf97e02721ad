"""The counts of what waits for a person are kept for a moment; what the person does makes them new."""

from django.core.cache import cache

from exchange.messaging.selectors.worklist import cache_key
from exchange.people.models import User


def forget_counts(user: User) -> None:
    cache.delete(cache_key(user))
