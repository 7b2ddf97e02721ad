"""A list written to a file in the background."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.jobs.models import LeasedJob
from exchange.office.enums import ExportFormat, ExportState
from exchange.office.models.listed import Listed


@pghistory.track(exclude=["done", "lease_until"])
class Export(Listed, LeasedJob):
    """``path`` lies under MEDIA_ROOT."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat.choices)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=ExportState.choices, default=ExportState.QUEUED)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    path = models.CharField(_("file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    expires_at = models.DateTimeField(_("deleted after"), null=True, blank=True)

    class Meta:
        verbose_name = _("export of a list")
        verbose_name_plural = _("exports of lists")
        ordering = ["-requested_at", "-id"]
        indexes = [models.Index(fields=["state", "lease_until"], name="export_by_state")]

    def __str__(self) -> str:
        return f"{self.list_key} {self.scope_id} ({self.get_format_display()})"

    @property
    def folder(self) -> str:
        """Where its file lies."""
        return f"exports/{self.public_id}"
