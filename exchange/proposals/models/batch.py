"""A message to the people of a filtered list: written, reviewed with its recipients, then sent once."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.jobs.models import Leased
from exchange.messaging.models import OutboxMessage
from exchange.programmes.models import Call
from exchange.proposals.enums import BatchAudience, BatchState, RecipientState
from exchange.proposals.models.proposal import Proposal
from exchange.proposals.models.team import TeamMember
from exchange.proposals.values.placeholders import validate_placeholders


@pghistory.track(exclude=["claimed_by", "lease_until", "attempts", "error"])
class MessageBatch(Leased):
    """Both languages. Saving fixes the recipients; who reviews it sees each, and who sends it sends to these."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="message_batches")
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    audience = models.CharField(
        _("recipients"), max_length=5, choices=BatchAudience.choices, default=BatchAudience.LEADS
    )
    subject_en = models.CharField(_("subject in English"), max_length=200, validators=[validate_placeholders])
    subject_ko = models.CharField(_("subject in Korean"), max_length=200, validators=[validate_placeholders])
    body_en = models.TextField(_("text in English"), max_length=10_000, validators=[validate_placeholders])
    body_ko = models.TextField(_("text in Korean"), max_length=10_000, validators=[validate_placeholders])
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    queued_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    finished_at = models.DateTimeField(_("sending ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("message to teams")
        verbose_name_plural = _("messages to teams")
        ordering = ["-written_at", "-id"]

    def __str__(self) -> str:
        return self.subject_en

    @property
    def can_be_changed(self) -> bool:
        return self.state in {BatchState.DRAFT, BatchState.REVIEWED}


class BatchRecipient(models.Model):
    """One person of one proposal; ``message`` says what became of the mail, ``error`` why there is none."""

    batch = models.ForeignKey(MessageBatch, on_delete=models.CASCADE, related_name="recipients")
    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=RecipientState.choices, default=RecipientState.WAITING)
    message = models.ForeignKey(OutboxMessage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("recipient of a message to teams")
        verbose_name_plural = _("recipients of messages to teams")
        ordering = ["batch", "proposal", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "member"], name="batch_recipient_once")]
        indexes = [models.Index(fields=["batch", "state"], name="recipient_by_state")]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.user_id}"
