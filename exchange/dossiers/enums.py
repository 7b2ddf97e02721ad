"""Closed vocabularies of what is filled in and ranked; stored values never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """Of a round of mutual priorities."""

    OPEN = "open", _("Priorities are being set")
    CLOSED = "closed", _("Priorities are closed")
    RUN = "run", _("Matched, waiting for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("round", "Confirmed")


class QuestionKind(models.TextChoices):
    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    CHOICE = "choice", _("Choice")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    FILE = "file", _("File")
    TABLE = "table", _("Table")

    @property
    def is_text(self) -> bool:
        return self in {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}


class LimitUnit(models.TextChoices):
    WORDS = "words", _("words")
    CHARACTERS = "characters", _("characters")


class RubricKind(models.TextChoices):
    WEIGHTS = "weights", _("Percentages")
    TIERS = "tiers", _("Ordered tiers")


class Outcome(models.TextChoices):
    """Of one check."""

    PASS = "pass", _("Fulfilled")
    FAIL = "fail", _("Not fulfilled")
    NOT_YET = "not_yet", _("Not yet")


class FileState(models.TextChoices):
    CURRENT = "current", _("Current")
    REPLACED = "replaced", _("Replaced")
    REMOVED = "removed", _("Removed")
