"""Whom somebody would take in a round, best first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.Model):
    """``chooser`` would take ``counterpart``; rank 1 is the first choice. No row means not acceptable.

    A concrete class adds the three keys: ``round``, ``chooser`` and ``counterpart``, which both have a ``public_id``.
    """

    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        abstract = True
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["chooser", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "chooser", "counterpart"], name="%(class)s_counterpart_once"),
            models.UniqueConstraint(
                fields=["round", "chooser", "rank"], name="%(class)s_rank_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="%(class)s_rank_from_one"),
        ]
