"""Administration of people."""

from exchange.people.admin import (
    accounts,
    consents,
    file_imports,
    names,
    organisations,
    privacy,
    publications,
    researchers,
    schedule,
    sides,
    tokens,
    topics,
)

__all__ = [
    "accounts",
    "consents",
    "file_imports",
    "names",
    "organisations",
    "privacy",
    "publications",
    "researchers",
    "schedule",
    "sides",
    "tokens",
    "topics",
]
