import calendar
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.enums import Role
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("No earlier collaboration within the window"), order=22)
def prior_collaboration(draft: ProposalContent) -> Iterator[Finding]:
    """To the day: what ended exactly so many months before the closing day is outside."""
    limits, closes_on = draft.definition.limits, closing_day(draft)
    if not limits.prior_collaboration_months or closes_on is None:
        return
    first = months_later(closes_on, -limits.prior_collaboration_months)
    for member in draft.members:
        if member.role in {Role.PI, Role.CO_PI} and member.has_accepted:
            last = member.last_collaboration_on
            is_inside = last is not None and last > first
            outcome = Outcome.FAIL if is_inside and limits.prior_collaboration_excludes else Outcome.PASS
            values = {"name": member.name, "day": date_format(first, "DATE_FORMAT")}
            reason = _("%(name)s: the last one must have ended by %(day)s") % values
            yield Finding(outcome, reason, "team", member.side)


def closing_day(draft: ProposalContent) -> date | None:
    """The day on which the stage closes, where its notice was given."""
    plan = draft.definition.stage(draft.stage)
    if draft.closes_at is None or plan is None:
        return None
    return draft.closes_at.astimezone(ZoneInfo(plan.time_zone)).date()


def months_later(day: date, months: int) -> date:
    """The same day of another month, or its last one.

    >>> months_later(date(2025, 5, 15), -36), months_later(date(2024, 8, 31), 6)
    (datetime.date(2022, 5, 15), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
