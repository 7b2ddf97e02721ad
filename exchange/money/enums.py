"""Currencies; stored values never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Currency(models.TextChoices):
    KRW = "KRW", _("Korean won")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("Euro")

    @property
    def minor_digits(self) -> int:
        """Digits after the point (ISO 4217); an amount is stored as an integer of the smallest unit."""
        return 0 if self is Currency.KRW else 2
