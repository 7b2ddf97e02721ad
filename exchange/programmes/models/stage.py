"""Stages of a published call with their instants, and what moves a deadline."""

import uuid

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.people.models.user import validate_time_zone
from exchange.programmes.enums import StageKind
from exchange.programmes.models.call import Call


@pghistory.track()
class Stage(models.Model):
    """The window that guards submissions; written when the call is published and by an extension, nowhere else."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=15, choices=StageKind.choices)
    place = models.PositiveSmallIntegerField(_("place in the order"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), db_index=True)
    time_zone = models.CharField(_("time zone of the notice"), max_length=64, validators=[validate_time_zone])
    by_invitation = models.BooleanField(_("by invitation"), default=False)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["call", "place"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="stage_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="stage_window_in_order",
                violation_error_message=_("A stage must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def takes_submissions(self) -> bool:
        return StageKind(self.kind).takes_submissions


@pghistory.track()
class StageExtension(models.Model):
    """A closing instant that was moved back, by whom and why."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="extensions")
    old_closes_at = models.DateTimeField(_("closed before at"))
    new_closes_at = models.DateTimeField(_("closes now at"))
    reason = models.CharField(_("reason"), max_length=500)
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    extended_at = models.DateTimeField(_("extended"), auto_now_add=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-extended_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(new_closes_at__gt=models.F("old_closes_at")),
                name="extension_moves_back",
                violation_error_message=_("An extension must end later than before."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.new_closes_at:%Y-%m-%d %H:%M}"


def new_code() -> str:
    return uuid.uuid4().hex[:12]


@pghistory.track()
class LateCode(models.Model):
    """Lets a few submit after the deadline: limited in number and time, each use a conditional update."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="late_codes")
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code)
    uses_left = models.PositiveSmallIntegerField(_("uses left"), default=1, validators=[MinValueValidator(0)])
    expires_at = models.DateTimeField(_("expires"))
    reason = models.CharField(_("reason"), max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("late-entry code")
        verbose_name_plural = _("late-entry codes")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.code
