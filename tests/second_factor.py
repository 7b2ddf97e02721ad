"""Codes of a second factor that hold long enough for a test to type them."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD, ENOUGH = 30, 5


def code_of(secret: str) -> str:
    """The code of now, or, where that is nearly over, of what comes next."""
    left = PERIOD - time.time() % PERIOD
    if left < ENOUGH:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))
