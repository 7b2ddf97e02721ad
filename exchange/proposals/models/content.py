"""What a team writes: answers, budgets, files."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.enums import FileState
from exchange.dossiers.models import answers, attachments
from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import BudgetCategory
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal


@pghistory.track()
class Answer(answers.Answer):
    """One side's answer to one question; ``side`` is empty for an answer of the whole team."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices, blank=True)

    class Meta(answers.Answer.Meta):
        ordering = ["proposal", "stage", "question", "side"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage", "question", "side"], name="answer_once"),
        ]
        triggers = [note_change()]

    def __str__(self) -> str:
        return f"{self.question} ({self.side or '–'})"


@pghistory.track()
class BudgetLine(models.Model):
    """Money that one side asks of its own agency; ``year`` is the key of a ceiling of the call."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="budget_lines")
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    year = models.CharField(_("budget year"), max_length=20)
    category = models.CharField(_("category"), max_length=10, choices=BudgetCategory.choices)
    amount_minor = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["proposal", "side", "year", "category"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "side", "year", "category"], name="budget_line_once"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0),
                name="budget_line_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]
        triggers = [note_change()]

    def __str__(self) -> str:
        return f"{self.year} {self.category}: {self.amount_minor} {self.currency}"


@pghistory.track()
class Attachment(attachments.Attachment):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="attachments")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)

    class Meta(attachments.Attachment.Meta):
        ordering = ["proposal", "document", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "stage", "document", "side"],
                condition=models.Q(state=FileState.CURRENT),
                name="attachment_one_current",
            )
        ]
        triggers = [note_change()]

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.public_id])

    @property
    def folder(self) -> str:
        return f"proposals/{self.proposal.public_id}"
