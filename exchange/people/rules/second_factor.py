"""Who needs a second factor, and lacks it."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from exchange.people.models import User


def has_second_factor(user: User) -> bool:
    return bool(is_mfa_enabled(user, types=["totp", "webauthn"]))


def must_have_second_factor(user: User) -> bool:
    """Whether the role of ``user`` needs one. Off in the demo only."""
    return bool(settings.REQUIRE_SECOND_FACTOR and user.needs_second_factor)


def lacks_second_factor(user: User) -> bool:
    """Whether the role of ``user`` needs a second factor that is not set up."""
    return must_have_second_factor(user) and not has_second_factor(user)
