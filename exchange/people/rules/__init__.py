"""Who may do what to a profile and an account; importing the package registers the permissions."""

from exchange.people.rules import administration, profile, second_factor, side

__all__ = ["administration", "profile", "second_factor", "side"]
