"""What this installation is once: who may set it up, and whether its mail was seen to go out."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


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
