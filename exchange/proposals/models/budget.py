"""What a team asks for."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.proposals.enums import BudgetCategory
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal


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
