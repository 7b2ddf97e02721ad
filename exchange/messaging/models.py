"""Outgoing mail: written in the same transaction as the fact it tells of, sent afterwards."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.messaging.enums import Category, Delivery, OutboxState


class OutboxMessage(models.Model):
    """A message without its frame, which is put round it when it is sent.

    ``key`` makes writing it twice impossible; ``state`` is claimed by a conditional update.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("recipient"),
    )
    address = models.EmailField(_("address without an account"), blank=True)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    key = models.CharField(_("key"), max_length=200, unique=True)
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=300)
    body_text = models.TextField(_("text"))
    body_html = models.TextField(_("HTML"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=OutboxState.choices, default=OutboxState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=500, blank=True)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    digest = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="gathered",
        verbose_name=_("told in"),
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "not_before"], name="outbox_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, address="")
                | models.Q(user__isnull=True) & ~models.Q(address=""),
                name="outbox_account_or_address",
            )
        ]

    def __str__(self) -> str:
        return self.subject


@pghistory.track()
class NotificationPreference(models.Model):
    """Delivery of one category to one person; no row means the category's default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery.choices)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints = [models.UniqueConstraint(fields=["user", "category"], name="notification_preference_once")]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.get_delivery_display()}"
