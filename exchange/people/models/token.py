"""API tokens: what a person lets a program do in their name."""

import uuid

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken
from knox.settings import CONSTANTS

from exchange.http.fields import OneLineField
from exchange.people.enums import TokenScope
from exchange.people.models.user import User


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def alive(self, user: User) -> "ApiTokenQuerySet":
        """Of ``user``: those that count against the upper bound, and whose names are taken."""
        return self.filter(
            user=user, access_since=user.access_since, revoked_at__isnull=True, expiry__gt=timezone.now()
        )


@pghistory.track(exclude=["digest", "last_used_at"])
class ApiToken(AbstractAuthToken):
    """The token itself is shown once; kept are its digest and its first characters, by which its owner knows it again."""

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=CONSTANTS.DIGEST_LENGTH, unique=True, editable=False)
    name = OneLineField(_("name"), max_length=60)
    scope = models.CharField(_("scope"), max_length=10, choices=TokenScope.choices)
    by_second_factor = models.BooleanField(_("made with a second factor"))
    access_since = models.DateTimeField(
        _("access since"),
        editable=False,
        help_text=_("As the account had it; the token ends when the account's moves."),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expiry = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key[:10]}…)"
