"""Files of facts that an administrator has sent through the browser, read by a worker."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.jobs.models import LeasedJob
from exchange.people.enums import FileKind
from exchange.people.values.file_faults import told

SHOWN_REJECTS = 100


@pghistory.track(exclude=["claimed_by", "lease_until", "done", "counts", "rejects", "rejected", "fault"])
class FileImport(LeasedJob):
    """The file itself goes when its import is over; the numbers and the first refused lines stay."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=13, choices=FileKind.choices)
    name = OneLineField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to="imports", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="file_imports",
        verbose_name=_("sent by"),
    )
    requested_at = models.DateTimeField(_("sent"), auto_now_add=True)
    done = models.PositiveIntegerField(_("lines read"), default=0)
    counts = models.JSONField(_("what became of the lines"), default=dict, blank=True)
    rejected = models.PositiveIntegerField(_("lines refused"), default=0)
    rejects = models.JSONField(
        _("the first refused lines"), default=list, blank=True, help_text=_("Pairs: the line and the reason.")
    )
    fault = models.JSONField(_("why the file could not be read"), default=list, blank=True)

    class Meta:
        verbose_name = _("import of a file")
        verbose_name_plural = _("imports of files")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(state__in=["queued", "running"]),
                name="file_import_one_at_a_time",
                violation_error_message=_("An import of this kind is under way. Wait until it is finished."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def taken(self) -> int:
        return sum(self.counts.get(name, 0) for name in ("created", "updated", "unchanged"))

    @property
    def left_out(self) -> int:
        """Good lines that are not for us: organisations of other countries."""
        return self.done - self.taken - self.rejected

    @property
    def refusals(self) -> list[tuple[int, str]]:
        """The first refused lines with their reasons in the reader's language."""
        return [(line, told(reason)) for line, reason in self.rejects]

    @property
    def failure(self) -> str:
        """The same of the whole file."""
        return f"{self.name}: {told(self.fault)}" if self.fault else super().failure
