"""A round: people set priorities until it closes, it is run, and a named person confirms what was found."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.enums import RoundState


class Round(models.Model):
    """``result`` holds what was found with its certificate, and the digest of the facts that it rests on.

    ``now`` is there where the row was locked: the database's clock when the transaction began.
    """

    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    closes_at = models.DateTimeField(_("priorities close"))
    result = models.JSONField(_("result"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    run_at = models.DateTimeField(_("matched"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    now: datetime

    class Meta:
        abstract = True

    @property
    def phase(self) -> RoundState:
        """The state as people see it: the priorities close by themselves when their time is over."""
        is_over = self.state == RoundState.OPEN and self.closes_at <= timezone.now()
        return RoundState.CLOSED if is_over else RoundState(self.state)

    @property
    def is_closed(self) -> bool:
        """Of a locked row: ``state`` alone does not say it, and it is the database's clock that decides."""
        return self.state != RoundState.OPEN or self.now >= self.closes_at

    @property
    def facts_digest(self) -> str:
        """Of the facts under which ``result`` was found."""
        return str(self.result.get("facts", ""))

    def is_current(self, digest: Callable[[], str]) -> bool:
        """Whether the result is final, or still rests on the facts as they are, of which ``digest`` tells."""
        return self.state == RoundState.CONFIRMED or digest() == self.facts_digest
