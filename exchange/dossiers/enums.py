"""Closed vocabularies of what is filled in and ranked; stored values never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    """Of a round of mutual priorities."""

    OPEN = "open", _("Priorities are being set")
    CLOSED = "closed", _("Priorities are closed")
    RUN = "run", _("Matched, waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
