"""The first administrator's second factor, for whoever sets up from a shell; in the browser allauth's own pages do it."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.db import transaction

from exchange.people.models import User


def propose_factor(user: User) -> tuple[str, str]:
    """A secret, and the address by which an authenticator takes it; nothing is kept before a code of it was shown."""
    secret = generate_totp_secret()
    return secret, str(get_adapter().build_totp_url(user, secret))


@transaction.atomic
def take_factor(user: User, *, secret: str, code: str) -> list[str]:
    """The recovery codes, shown once; empty where ``code`` is none of the secret."""
    if not validate_totp_code(secret, code):
        return []
    TOTP.activate(user, secret)
    return list(RecoveryCodes.activate(user).generate_codes())
