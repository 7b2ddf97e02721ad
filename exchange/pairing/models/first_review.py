"""What the first review of concept papers led to."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.programmes.models import Agency
from exchange.proposals.models import Proposal


@pghistory.track()
class FirstReview(models.Model):
    """An agency's result on a concept paper of its own side."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="first_reviews")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    is_eligible = models.BooleanField(_("goes on"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(_("entered"), auto_now=True)

    class Meta:
        verbose_name = _("first review result")
        verbose_name_plural = _("first review results")
        constraints = [models.UniqueConstraint(fields=["proposal", "agency"], name="first_review_once_per_agency")]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.agency}"
