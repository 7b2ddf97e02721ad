"""Who holds personal data: each slice registers what it can export, withdraw and erase.

Lets the lower slice (people) reach into upper ones without importing them, in the caller's transaction.
"""

from typing import Any, Protocol

from exchange.people.models import Researcher, User


class Holder(Protocol):
    """One slice's answer to the rights of a person; every method runs in the caller's transaction."""

    name: str

    def export(self, user: User) -> dict[str, Any]:
        """All that this slice holds of ``user``, ready for JSON."""

    def hold(self, user: User) -> None:
        """Lock what other writers lock before the account, so that an erasure and they never wait for each other."""

    def withdraw(self, researcher: Researcher) -> None:
        """Remove what rested on a consent that ``researcher`` has withdrawn."""

    def erase(self, user: User) -> dict[str, int]:
        """Remove what a cascade does not, and return how many rows went, by kind."""


_holders: list[Holder] = []


def register(holder: Holder) -> None:
    """Called once per slice from its ``AppConfig.ready``."""
    if all(known.name != holder.name for known in _holders):
        _holders.append(holder)


def registered() -> tuple[Holder, ...]:
    return tuple(_holders)
