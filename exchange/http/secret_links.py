"""Keys of links that open something: whoever reads the database or a backup learns none."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare


def new_key() -> str:
    """256 random bits, as part of an address."""
    return secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """What is kept. So many random bits make a plain digest as good as a slow one."""
    return hashlib.sha256(key.encode()).hexdigest()


def opens(key: str, digest: str) -> bool:
    """In a time that tells nothing of how far a guess was right; an empty digest is opened by nothing."""
    return bool(constant_time_compare(digest_of(key), digest))
