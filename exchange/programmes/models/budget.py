"""Money of an agency for a programme by fiscal year, in its own currency, and what is promised of it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.money.amounts import format_money
from exchange.money.enums import Currency
from exchange.programmes.models.agency import Agency
from exchange.programmes.models.call import Call
from exchange.programmes.models.programme import Programme


@pghistory.track(exclude=["committed_minor"])
class YearBudget(models.Model):
    """``committed_minor`` is kept by a trigger on the commitments, so the constraint holds whoever writes them."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="budgets")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="budgets")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices)
    amount_minor = models.BigIntegerField(_("amount in minor units"))
    committed_minor = models.BigIntegerField(_("promised, in minor units"), default=0, editable=False)

    class Meta:
        verbose_name = _("budget of a year")
        verbose_name_plural = _("budgets of years")
        ordering = ["programme", "agency", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "agency", "fiscal_year"], name="year_budget_once"),
            models.CheckConstraint(
                condition=models.Q(committed_minor__gte=0) & models.Q(committed_minor__lte=models.F("amount_minor")),
                name="year_budget_not_exceeded",
                violation_error_message=_("More is promised for this year than its budget holds."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.fiscal_year}"

    @property
    def left_minor(self) -> int:
        return self.amount_minor - self.committed_minor

    def clean(self) -> None:
        """A new one takes its agency's currency and lies in the programme's years. The constraint stands behind the amount."""
        if self._state.adding:
            self._clean_new()
        if self.amount_minor is not None and self.amount_minor < (promised := self._promised_now()):
            sum_of_it = {"promised": format_money(promised, self.currency)}
            message = _("%(promised)s of this year are promised: the budget cannot be less.") % sum_of_it
            raise ValidationError({"amount_minor": message})

    def _clean_new(self) -> None:
        if self.agency_id is not None:
            self.currency = self.agency.currency
        begins, ends = self.programme.starts_on, self.programme.ends_on
        if not all((self.fiscal_year, begins, ends)):  # lacking in a form, which says so itself
            return
        last = ends.year + 1  # a fiscal year may be named after the calendar year that it ends in
        if not begins.year <= self.fiscal_year <= last:
            message = _("Give a year of the programme, %(first)s to %(last)s.") % {"first": begins.year, "last": last}
            raise ValidationError({"fiscal_year": message})

    def _promised_now(self) -> int:
        stored = YearBudget.objects.filter(pk=self.pk).values_list("committed_minor", flat=True).first()
        return stored or 0


_KEEP_SUM = """
    IF TG_OP <> 'INSERT' THEN
        UPDATE programmes_yearbudget SET committed_minor = committed_minor - OLD.amount_minor WHERE id = OLD.budget_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE programmes_yearbudget SET committed_minor = committed_minor + NEW.amount_minor WHERE id = NEW.budget_id;
        RETURN NEW;
    END IF;
    RETURN OLD;
"""


@pghistory.track()
class Commitment(models.Model):
    """A part of a year's budget that is promised, to a call or otherwise."""

    budget = models.ForeignKey(YearBudget, on_delete=models.PROTECT, related_name="commitments")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    purpose = OneLineField(_("purpose"), max_length=200)
    amount_minor = models.BigIntegerField(_("amount in minor units"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0),
                name="commitment_positive",
                violation_error_message=_("An amount above zero is needed."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_sum",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_KEEP_SUM,
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {format_money(self.amount_minor, self.budget.currency)}"

    def clean(self) -> None:
        """Also for the administration; beside a second writer the constraint on the year decides."""
        year = YearBudget.objects.filter(pk=self.budget_id).first()
        if year is None or self.amount_minor is None:
            return
        if self.call is not None and self.call.programme_id != year.programme_id:
            raise ValidationError({"call": _("This call belongs to another programme than the budget.")})
        stored = Commitment.objects.filter(pk=self.pk, budget=year).values_list("amount_minor", flat=True).first()
        if self.amount_minor > year.left_minor + (stored or 0):
            raise ValidationError({"amount_minor": _("More is promised for this year than its budget holds.")})
