"""What a team writes: answers, budgets, files. Each answer has a version of its own, so two editors meet by question."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import BudgetCategory, FileState
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal


@pghistory.track()
class Answer(models.Model):
    """One side's answer to one question; ``side`` is empty for an answer of the whole team.

    ``value`` is text, a number, a key of a choice, an ISO date, or a list of rows (objects by column key). A saving
    names the ``version`` it read; another one in the meantime is a conflict that shows both texts.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    question = models.CharField(_("question"), max_length=40)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices, blank=True)
    value = models.JSONField(_("answer"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
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


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Never the name a person gave: that is kept beside, and shown."""
    return f"proposals/{attachment.proposal.public_id}/{uuid.uuid4().hex}"


@pghistory.track()
class Attachment(models.Model):
    """A file handed in for a document of the call. A replaced file stays: a submission may refer to it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="attachments")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    document = models.CharField(_("document"), max_length=40)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("type, found by its content"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=FileState.choices, default=FileState.CURRENT)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["proposal", "document", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "stage", "document", "side"],
                condition=models.Q(state=FileState.CURRENT),
                name="attachment_one_current",
            )
        ]
        triggers = [note_change()]

    def __str__(self) -> str:
        return self.name
