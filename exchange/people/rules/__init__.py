"""Who may do what to a profile and an account; importing the package registers the permissions."""

from exchange.people.rules import profile, second_factor, side

__all__ = ["profile", "second_factor", "side"]
