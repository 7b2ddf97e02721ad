"""Who needs a second factor, and lacks it."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import gettext as _

from exchange.people.models import User


def lacks_second_factor(user: User) -> bool:
    """Whether the role of ``user`` needs a second factor that is not set up. Off in the demo only."""
    return bool(
        settings.REQUIRE_SECOND_FACTOR
        and user.needs_second_factor
        and not is_mfa_enabled(user, types=["totp", "webauthn"])
    )


def second_factor_message() -> str:
    return _("Your role needs a second factor; a password alone is not enough.")
