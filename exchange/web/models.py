"""What this installation is once, who of its workers was seen lately, and what they have done."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField


class InstallationManager(models.Manager["Installation"]):
    def locked(self) -> "Installation":
        """The row, in this transaction's hands: whoever sets up beside us waits, and sees what we did."""
        self.get_or_create(pk=1)
        return self.select_for_update().get(pk=1)


@pghistory.track(exclude=["setup_digest"])
class Installation(models.Model):
    """One row. Of the key of the first-run page only a digest is kept, and nothing once it has been used."""

    setup_digest = models.CharField(max_length=64, blank=True, editable=False)
    mail_tested_at = models.DateTimeField(_("mail tested"), null=True, blank=True)

    objects: ClassVar[InstallationManager] = InstallationManager()

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="installation_once")]

    def __str__(self) -> str:
        return str(_("This installation"))


class TaskTally(models.Model):
    """How many tasks of a name have ended since the installation began, and how many seconds they took."""

    name = OneLineField(_("task"), max_length=200, primary_key=True)
    ended = models.BigIntegerField(_("ended"), default=0)
    failed = models.BigIntegerField(_("failed"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)

    class Meta:
        verbose_name = _("tally of a task")
        verbose_name_plural = _("tallies of tasks")

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a worker that serves a queue, or the schedule, was there last."""

    name = OneLineField(_("worker"), max_length=200)
    queue = models.CharField(_("queue"), max_length=50)
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        constraints = [models.UniqueConstraint(fields=["name", "queue"], name="heartbeat_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.queue}"
