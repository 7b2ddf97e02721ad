"""A message to the people of a filtered list: written, reviewed with its recipients, then sent once."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import BoundedTextField, OneLineField
from exchange.jobs.models import Leased
from exchange.messaging.models import OutboxMessage
from exchange.office.enums import BatchState, RecipientState
from exchange.office.models.listed import Listed


@pghistory.track(exclude=["claimed_by", "lease_until", "attempts", "error"])
class MessageBatch(Listed, Leased):
    """Both languages. Saving fixes the recipients; who reviews it sees each, and who sends it sends to these."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    audience = models.CharField(_("recipients"), max_length=20)
    subject_en = OneLineField(_("subject in English"), max_length=200)
    subject_ko = OneLineField(_("subject in Korean"), max_length=200)
    body_en = BoundedTextField(_("text in English"), max_length=10_000)
    body_ko = BoundedTextField(_("text in Korean"), max_length=10_000)
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
        verbose_name = _("message to a list")
        verbose_name_plural = _("messages to lists")
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["list_key", "scope_id"], name="batch_by_list")]

    def __str__(self) -> str:
        return self.subject_en

    @property
    def can_be_changed(self) -> bool:
        return self.state in {BatchState.DRAFT, BatchState.REVIEWED}


class BatchRecipient(models.Model):
    """One person of one row; ``message`` says what became of the mail, ``error`` why there is none.

    ``row_id`` is the row of the list, ``place_id`` the person's place in it as its slice keeps it (a member of a team).
    """

    batch = models.ForeignKey(MessageBatch, on_delete=models.CASCADE, related_name="recipients")
    row_id = models.PositiveBigIntegerField(_("row of the list"))
    place_id = models.PositiveBigIntegerField(_("place of the person"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=RecipientState.choices, default=RecipientState.WAITING)
    message = models.ForeignKey(OutboxMessage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("recipient of a message to a list")
        verbose_name_plural = _("recipients of messages to lists")
        ordering = ["batch", "row_id", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "place_id"], name="batch_recipient_once")]
        indexes = [models.Index(fields=["batch", "state"], name="recipient_by_state")]

    def __str__(self) -> str:
        return f"{self.row_id} · {self.user_id}"
