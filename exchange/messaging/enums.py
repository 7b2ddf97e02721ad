from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What a message is about; people choose per category whether and when they get it."""

    ACCOUNT = "account", _("Account and privacy")
    INTRODUCTION = "introduction", _("Introductions")
    SUGGESTION = "suggestion", _("New suggestions")
    CALL = "call", _("Calls and deadlines")
    PROPOSAL = "proposal", _("My proposals")
    DIGEST = "digest", _("Weekly digest")


# Account mail is not a matter of choice; the digest is what becomes of the weekly ones.
CHOOSABLE = (Category.INTRODUCTION, Category.SUGGESTION, Category.CALL, Category.PROPOSAL)


class Delivery(models.TextChoices):
    IMMEDIATE = "immediate", _("At once")
    WEEKLY = "weekly", _("In the weekly digest")
    OFF = "off", _("Not by mail")


class OutboxState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    HELD = "held", _("Held for the digest")
    TOLD = "told", _("Told in the digest")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Not wanted any more")


class Urgency(models.TextChoices):
    """In which order a list of what waits is read."""

    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("In the next 7 days")
    LATER = "later", _("Later")
    UNDATED = "undated", _("No date")
