"""How the matching is set, and each pass of it."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.jobs.models import LeasedJob
from exchange.people.models import Researcher
from matching.enums import RunKind, RunStep, ScorePart


@pghistory.track()
class Policy(models.Model):
    """Weights of the score's parts and length of the lists; exactly one is in force."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    weight_topical = models.FloatField(_("weight of topical affinity"), default=0.6)
    weight_give = models.FloatField(_("weight of what I offer meeting what they seek"), default=0.15)
    weight_take = models.FloatField(_("weight of what I seek meeting what they offer"), default=0.15)
    weight_topics = models.FloatField(_("weight of declared topics"), default=0.1)
    top_k = models.PositiveSmallIntegerField(_("suggestions per subject"), default=20)
    in_force = models.BooleanField(_("in force"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("matching policy")
        verbose_name_plural = _("matching policies")
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=models.Q(in_force=True), name="policy_one_in_force"),
            models.CheckConstraint(
                condition=models.Q(weight_topical__gt=0)
                & models.Q(weight_give__gte=0)
                & models.Q(weight_take__gte=0)
                & models.Q(weight_topics__gte=0),
                name="policy_weights_not_negative",
                violation_error_message=_("Weights cannot be negative, and topical affinity must count."),
            ),
            models.CheckConstraint(
                condition=models.Q(top_k__gte=1) & models.Q(top_k__lte=200),
                name="policy_top_k_in_range",
                violation_error_message=_("Between 1 and 200 suggestions per subject."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def weights(self) -> dict[str, float]:
        return {part: getattr(self, f"weight_{part}") for part in ScorePart.values}


class Run(LeasedJob):
    """One pass of the matching."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=RunKind.choices)
    researcher = models.ForeignKey(Researcher, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("started by")
    )
    weights = models.JSONField(_("weights"), default=dict)
    top_k = models.PositiveSmallIntegerField(_("suggestions per subject"), default=20)
    model_tag = models.CharField(_("model tag"), max_length=120, blank=True)
    step = models.CharField(_("step"), max_length=20, choices=RunStep.choices, blank=True)
    total = models.PositiveIntegerField(_("of"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    report = models.JSONField(
        _("report"), default=dict, blank=True, help_text=_("Counts, coverage, exposure by side and career stage.")
    )
    accounts = models.JSONField(
        _("accounts of one person"),
        default=dict,
        editable=False,
        help_text=_("While it runs: which accounts are one person's, by their numbers."),
    )
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="running"), name="run_one_at_a_time"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(state="queued") & ~models.Q(kind="subject"),
                name="run_queued_once_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.queued_at:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()
