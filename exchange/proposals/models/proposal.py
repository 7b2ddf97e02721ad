"""A proposal to a call: one team of two sides, or one side's concept paper."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.people.enums import Side
from exchange.people.values.bilingual import in_language
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, LateCode, Stage
from exchange.proposals.enums import ProposalState
from exchange.proposals.models.changes import note_change

PARTS = {
    "answer": "proposal-answers",
    "budget": "proposal-budget",
    "file": "proposal-documents",
    "team": "proposal-team",
}


@pghistory.track()
class Proposal(models.Model):
    """``sides`` is both for a joint proposal, one for a concept paper. A draft is valid when it is empty."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT)
    title_en = OneLineField(_("title in English"), max_length=300, blank=True)
    title_ko = OneLineField(_("title in Korean"), max_length=300, blank=True)
    sides = ArrayField(models.CharField(max_length=2, choices=Side.choices), verbose_name=_("sides"))
    has_paying_partner = models.BooleanField(
        _("a foreign company takes part and pays a share"),
        default=False,
        help_text=_("Some calls allow more projects at once in this case."),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True)
    submitted_at = models.DateTimeField(_("last submitted"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["call", "stage", "state"], name="proposal_by_call")]
        constraints = [
            models.CheckConstraint(condition=models.Q(sides__len__gte=1), name="proposal_has_a_side"),
        ]
        triggers = [note_change("id")]

    def __str__(self) -> str:
        return self.title or str(_("Untitled proposal"))

    def get_absolute_url(self) -> str:
        return reverse("proposal-detail", args=[self.public_id])

    def address_of(self, place: str) -> str:
        """The part of its pages that mends what a finding is about, e.g. ``answer-aims``."""
        name = PARTS.get(place.partition("-")[0], "proposal-detail")
        return f"{reverse(name, args=[self.public_id])}#{place}"

    @property
    def is_editable(self) -> bool:
        """By its state; a concept paper besides stays as it was once its stage is over, for it is matched as it is."""
        if self.stage == StageKind.CONCEPT_PAPER and self.state != ProposalState.INFORMATION_ASKED and self._is_over:
            return False
        return ProposalState(self.state).is_editable

    @property
    def _is_over(self) -> bool:
        """The stage is closed, and no late-entry code lets anybody in any more."""
        now = timezone.now()
        stages = Stage.objects.filter(call=self.call_id, kind=self.stage, closes_at__lte=now)
        late = LateCode.objects.filter(stage__in=stages, uses_left__gt=0, expires_at__gt=now)
        return stages.exists() and not late.exists()

    @property
    def title(self) -> str:
        """In the reader's language, else in the other one."""
        return in_language(self.title_en, self.title_ko)
