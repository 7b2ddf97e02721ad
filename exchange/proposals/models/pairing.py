"""Concept papers of both sides find each other: first review, mutual priorities, a stable matching, joint drafts."""

import pghistory
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import RoundState
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
class PairingRound(models.Model):
    """One matching of a call's concept papers. ``result`` holds the pairs, who stays alone, and the certificate."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="pairing_round")
    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    closes_at = models.DateTimeField(_("priorities close"))
    proposing_side = models.CharField(
        _("side that proposes"),
        max_length=2,
        choices=Side.choices,
        default=Side.KR,
        help_text=_("Of several stable results this side gets its best one."),
    )
    result = models.JSONField(_("result"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    run_at = models.DateTimeField(_("matched"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("matching of concept papers")
        verbose_name_plural = _("matchings of concept papers")

    def __str__(self) -> str:
        return f"{self.call} ({self.get_state_display()})"

    @property
    def phase(self) -> RoundState:
        """The state as people see it: the priorities close by themselves when their time is over."""
        is_over = self.state == RoundState.OPEN and self.closes_at <= timezone.now()
        return RoundState.CLOSED if is_over else RoundState(self.state)


@pghistory.track()
class Priority(models.Model):
    """``chooser`` would work with ``counterpart``; rank 1 is the first choice. No row means not acceptable."""

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="priorities")
    chooser = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="priorities")
    counterpart = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="ranked_by")
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["chooser", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "chooser", "counterpart"], name="priority_counterpart_once"),
            models.UniqueConstraint(
                fields=["round", "chooser", "rank"], name="priority_rank_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="priority_rank_from_one"),
        ]

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
