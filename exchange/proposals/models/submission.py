"""What was handed in, as it was: confirmed by each side, numbered, never changed."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.models import CallVersion
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal


@pghistory.track()
class Confirmation(models.Model):
    """A side's PI agrees to the content with this digest; a later change makes it void by itself."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="confirmations")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    digest = models.CharField(_("digest of the content"), max_length=64)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), auto_now=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage", "side"], name="confirmation_once_per_side"),
        ]
        triggers = [note_change()]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.side}"


class Submission(models.Model):
    """A numbered snapshot. ``submitted_at`` is the database's clock at the start of the submitting transaction."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="submissions")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    number = models.PositiveIntegerField(_("number"))
    receipt = models.UUIDField(_("receipt"), default=uuid.uuid4, unique=True, editable=False)
    call_version = models.ForeignKey(CallVersion, on_delete=models.PROTECT, related_name="submissions")
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("digest of the content"), max_length=64)
    is_late = models.BooleanField(_("with a late-entry code"), default=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), db_index=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["proposal", "stage", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage", "number"], name="submission_number_once"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="submission_never_changes",
                fields=["proposal", "stage", "number", "receipt", "call_version", "content", "digest", "submitted_at"],
            ),
            pgtrigger.Protect(name="submission_never_goes", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("submission-receipt", args=[self.receipt])


@pghistory.track()
class InformationRequest(models.Model):
    """A manager asks for more; until the answer is submitted, or the time is over, the proposal can be changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="information_requests")
    text = models.TextField(_("what is asked"), max_length=4000)
    answer_until = models.DateTimeField(_("answer until"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

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
