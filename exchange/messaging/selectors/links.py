"""Signed links that work without signing in: who, and what about; nothing else can be read or done with them."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from exchange.messaging.enums import CHOOSABLE, Category
from exchange.people.models import User

UNSUBSCRIBE_SALT = "messaging.unsubscribe"
UNDO_SALT = "messaging.undo"
UNDO_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Subscription:
    """One person's mail about one thing."""

    user: User
    category: Category


def unsubscribe_url(user: User, category: str) -> str:
    """The address of one-click unsubscription; empty for mail that is not a matter of choice."""
    if not _can_stop(category):
        return ""
    token = signing.dumps([str(user.public_id), category], salt=UNSUBSCRIBE_SALT)
    return f"{settings.SITE_URL}{reverse('unsubscribe', args=[token])}"


def read_unsubscribe(token: str) -> Subscription | None:
    """Whom the link belongs to; ``None`` for a forged one and for an account that is gone. It never expires."""
    try:
        public_id, category = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(public_id=public_id).first()
    return Subscription(user, Category(category)) if user and _can_stop(category) else None


def undo_token(user: User, deliveries: dict[str, str]) -> str:
    return signing.dumps([str(user.public_id), deliveries], salt=UNDO_SALT)


def read_undo(token: str) -> tuple[User, dict[str, str]] | None:
    try:
        public_id, deliveries = signing.loads(token, salt=UNDO_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(public_id=public_id).first()
    return (user, deliveries) if user and all(name in CHOOSABLE for name in deliveries) else None


def _can_stop(category: str) -> bool:
    return category in CHOOSABLE or category == Category.DIGEST
