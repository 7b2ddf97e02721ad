"""Administration of people."""

from exchange.people.admin import (
    accounts,
    consents,
    organisations,
    privacy,
    publications,
    researchers,
    sides,
    tokens,
    topics,
)

__all__ = [
    "accounts",
    "consents",
    "organisations",
    "privacy",
    "publications",
    "researchers",
    "sides",
    "tokens",
    "topics",
]
