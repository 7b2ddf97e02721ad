"""Closed vocabularies of managers' lists; stored values never change once released."""

from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    """Of what a column holds; files keep it, so that dates can be sorted and amounts summed."""

    TEXT = auto()
    INTEGER = auto()
    DATE = auto()
    INSTANT = auto()
    MONEY = auto()


class ExportState(models.TextChoices):
    """What every job has, and one more: its file is kept for a while."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Deleted after its time")
    REMOVED = "removed", _("Deleted, since somebody in it has erased their account")


class ExportFormat(models.TextChoices):
    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel (XLSX)")


class BatchState(models.TextChoices):
    """Of a message to the people of a filtered list."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    QUEUED = "queued", _("Being sent")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")


class RecipientState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    WRITTEN = "written", _("Written")
    UNWANTED = "unwanted", _("Does not want such mail")
    LEFT = "left", _("No longer on the list")
    FAILED = "failed", _("Failed")
