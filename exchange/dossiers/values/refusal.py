"""A state that stands in the way, as what is answered with a page or a 409."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """Why nothing was changed, in words for whoever tried."""


class Outdated(Refused):
    """It says something else than what whoever tried has read."""
