"""What was submitted, as it was: confirmed by each side, numbered, never changed."""

import uuid
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.models import snapshots
from exchange.http.fields import BoundedTextField
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.models import CallVersion
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal


@pghistory.track()
class Confirmation(snapshots.Confirmation):
    """By a side's PI."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="confirmations")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)

    class Meta(snapshots.Confirmation.Meta):
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage", "side"], name="confirmation_once_per_side"),
        ]
        triggers = [note_change()]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.side}"


class Submission(snapshots.Snapshot):
    """A snapshot of the proposal, under the version of the call that was in force."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="submissions")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    call_version = models.ForeignKey(CallVersion, on_delete=models.PROTECT, related_name="submissions")
    is_late = models.BooleanField(_("with a late-entry code"), default=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["proposal", "stage", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage", "number"], name="submission_number_once"),
        ]
        triggers = snapshots.kept_as_it_was("submission", "proposal", "stage", "number", "receipt", "call_version")

    def __str__(self) -> str:
        return f"{self.proposal} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("submission-receipt", args=[self.receipt])


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def awaited(self) -> Self:
        """The team can still answer."""
        return self.unanswered().filter(answer_until__gt=timezone.now())


@pghistory.track()
class InformationRequest(models.Model):
    """A manager asks for more; until the answer is submitted, or the time is over, the proposal can be changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="information_requests")
    text = BoundedTextField(_("what is asked"), max_length=4000)
    answer_until = models.DateTimeField(_("answer until"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answer = BoundedTextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(answered_at__isnull=True),
                name="information_request_one_open",
                violation_error_message=_("Something is asked already and not answered yet."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
