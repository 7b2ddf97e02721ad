"""Concept papers of both sides find each other: first review, mutual priorities, a stable matching, joint drafts."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.models import ranking
from exchange.dossiers.models.round import Round
from exchange.people.enums import Side
from exchange.programmes.models import Agency, Call
from exchange.proposals.models.proposal import Proposal


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


@pghistory.track()
class PairingRound(Round):
    """One matching of a call's concept papers. ``result`` holds the pairs, who stays alone, and the certificate."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="pairing_round")
    proposing_side = models.CharField(
        _("side that proposes"),
        max_length=2,
        choices=Side.choices,
        default=Side.KR,
        help_text=_("Of several stable results this side gets its best one."),
    )

    class Meta:
        verbose_name = _("matching of concept papers")
        verbose_name_plural = _("matchings of concept papers")

    def __str__(self) -> str:
        return f"{self.call} ({self.get_state_display()})"

    @property
    def facts_digest(self) -> str:
        return str(self.result.get("market", ""))


@pghistory.track()
class Priority(ranking.Priority):
    """A paper's wish to work with one of the other side."""

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="priorities")
    chooser = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="priorities")
    counterpart = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="ranked_by")

    class Meta(ranking.Priority.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.chooser} {self.rank}: {self.counterpart}"


@pghistory.track()
class PairedPapers(models.Model):
    """Two concept papers that were paired and confirmed, and the joint draft they became."""

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="pairs")
    korean = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="paired_as_korean")
    american = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="paired_as_american")
    joint = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="paired_from")

    class Meta:
        verbose_name = _("paired concept papers")
        verbose_name_plural = _("paired concept papers")

    def __str__(self) -> str:
        return f"{self.korean} + {self.american}"
