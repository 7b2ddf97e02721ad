"""An invitation to an office of an agency: sent to an address, taken by whoever opens its link and nobody else."""

import uuid
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.programmes.enums import InvitationState
from exchange.programmes.models.agency import Agency
from exchange.programmes.models.programme import Programme

LIFETIME = timedelta(days=7)
# Nobody's mailbox is filled in our name.
BETWEEN_SENDINGS = timedelta(minutes=10)
MOST_SENDINGS = 10


@pghistory.track(exclude=["digest"])
class OfficeInvitation(models.Model):
    """Account, office and programmes come to be when it is accepted: until then there is nothing to get into.

    Of the key in the mail only a digest is kept; sending again makes another key, and the former opens nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("agency"))
    programmes = models.ManyToManyField(Programme, blank=True, related_name="+", verbose_name=_("programmes"))
    title = OneLineField(_("office"), max_length=100, blank=True)
    email = models.EmailField(_("email address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.WAITING
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    last_sent_at = models.DateTimeField(_("invitation last sent"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(_("times the invitation was sent"), default=1)
    ended_at = models.DateTimeField(_("accepted or withdrawn"), null=True, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="office_invitations",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("invitation to an office")
        verbose_name_plural = _("invitations to offices")
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "agency",
                condition=models.Q(state=InvitationState.WAITING),
                name="office_invitation_once",
                violation_error_message=_("An invitation to this agency waits at this address: send that one again."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.agency})"

    @property
    def expires_at(self) -> datetime:
        return self.last_sent_at + LIFETIME

    @property
    def standing(self) -> InvitationState:
        """As it is now; what has expired still waits to be sent again or withdrawn."""
        if self.state == InvitationState.WAITING and self.expires_at <= timezone.now():
            return InvitationState.EXPIRED
        return InvitationState(self.state)

    @property
    def is_open(self) -> bool:
        return self.standing == InvitationState.WAITING

    @property
    def may_be_sent_again(self) -> bool:
        is_soon = self.last_sent_at + BETWEEN_SENDINGS > timezone.now()
        return self.state == InvitationState.WAITING and self.times_sent < MOST_SENDINGS and not is_soon
