"""Money promised from a year's budget."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exchange.people.models import User
from exchange.programmes.models import Call, Commitment, YearBudget


def commit_budget(
    budget: YearBudget, *, amount_minor: int, purpose: str, by: User, call: Call | None = None
) -> Commitment:
    """Promise a part of the year. Raises ``ValidationError`` where it does not fit, also beside a second writer.

    The database decides: the constraint on the year holds for the sum that its trigger keeps.
    """
    commitment = Commitment(budget=budget, call=call, purpose=purpose.strip(), amount_minor=amount_minor, made_by=by)
    commitment.full_clean()
    try:
        with transaction.atomic():
            commitment.save()
    except IntegrityError as error:
        if "year_budget_not_exceeded" not in str(error):
            raise
        raise ValidationError({"amount_minor": _("More is promised for this year than its budget holds.")}) from error
    return commitment
