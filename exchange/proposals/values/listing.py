"""Which proposals of a call a manager asks for, and in which order."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.office.values.listing import Listing


class Filled(models.TextChoices):
    """Share of the required parts."""

    ALL = "all", _("Everything filled in")
    MORE = "more", _("At least half")
    LESS = "less", _("Less than half")
    NONE = "none", _("Nothing yet")


class Lacking(models.TextChoices):
    SIGNATURE = "signature", _("A signature or confirmation is missing")
    SUBMITTING = "submitting", _("Changed since it was submitted")


class Order(models.TextChoices):
    NUMBER = "number", _("By number")
    STATE = "state", _("Stage and state")
    TITLE = "title", _("Title")
    FILLED = "filled", _("Most complete first")
    EMPTY = "empty", _("Least complete first")
    SUBMITTED = "submitted", _("Last submitted first")
    CHANGED = "changed", _("Last changed first")


@dataclass(frozen=True, slots=True)
class ProposalListing(Listing):
    """``text`` is looked for in submitted titles and leads, and as a number."""

    text: str = ""
    stage: str = ""
    state: str = ""
    side: str = ""
    filled: str = ""
    lacking: str = ""
    submitted_from: date | None = None
    submitted_until: date | None = None
    order: str = ""
