"""A year's budget entered and changed, and money promised from it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exchange.http.stale import Stale
from exchange.money.amounts import format_money
from exchange.people.models import User
from exchange.programmes.models import Agency, Call, Commitment, Programme, YearBudget


def enter_year_budget(programme: Programme, *, agency: Agency, fiscal_year: int, amount_minor: int) -> YearBudget:
    """A year of ``agency`` in its own currency. Raises ``ValidationError`` by field; the database allows each year once."""
    if not programme.agencies.filter(pk=agency.pk).exists():
        raise ValidationError({"agency": _("This agency has no part in the programme.")})
    budget = YearBudget(
        programme=programme,
        agency=agency,
        fiscal_year=fiscal_year,
        currency=agency.currency,
        amount_minor=amount_minor,
    )
    budget.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError as error:
        if "year_budget_once" not in str(error):
            raise
        raise ValidationError({"fiscal_year": _("This agency’s budget of the year is there already.")}) from error
    return budget


@transaction.atomic
def set_year_budget(budget: YearBudget, *, amount_minor: int, read_minor: int) -> YearBudget:
    """Change the amount that was read as ``read_minor``. Raises :class:`Stale`, or ``ValidationError`` below what is promised."""
    held = _hold(budget)
    if held.amount_minor not in {read_minor, amount_minor}:
        amount = format_money(held.amount_minor, held.currency)
        raise Stale(
            held, _("Someone else has changed this budget in the meantime. It is now %(amount)s.") % {"amount": amount}
        )
    held.amount_minor = amount_minor
    held.full_clean()
    held.save(update_fields=["amount_minor"])
    return held


@transaction.atomic
def remove_year_budget(budget: YearBudget) -> None:
    """For one entered by mistake. Raises ``ValidationError`` where something is promised of it."""
    held = _hold(budget)
    if held.commitments.exists():
        raise ValidationError(_("Something is promised of this budget: take the promises back first."))
    held.delete()


@transaction.atomic
def commit_budget(
    budget: YearBudget, *, amount_minor: int, purpose: str, by: User, call: Call | None = None
) -> Commitment:
    """Promise a part of the year. Raises ``ValidationError`` where it does not fit, also beside a second writer."""
    held = _hold(budget)
    commitment = Commitment(budget=held, call=call, purpose=purpose.strip(), amount_minor=amount_minor, made_by=by)
    commitment.full_clean()
    commitment.save()
    return commitment


def withdraw_commitment(commitment: Commitment) -> bool:
    """Take a promise back; the sum of the year follows. False where somebody was quicker."""
    deleted, _by_model = Commitment.objects.filter(pk=commitment.pk).delete()
    return bool(deleted)


def _hold(budget: YearBudget) -> YearBudget:
    """Whoever changes the year or promises of it waits for whoever does so already, and reads what they left."""
    held = YearBudget.objects.select_for_update(no_key=True).filter(pk=budget.pk).first()
    if held is None:
        raise ValidationError(_("This budget is not there any more."))
    return held
