"""Open a round, close it, run it, confirm it.

**Closing.** As with a deadline, what counts is the instant at which a saving's transaction begins, by the clock of the
database. The round's row is locked by everything here that writes, so a saving is either in before the run or refused.

``rounds`` is always a queryset of the one round that is meant, with whatever else the caller wants to have read with it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Least, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.dossiers.enums import RoundState
from exchange.dossiers.models.round import Round
from exchange.dossiers.values.refusal import Refused
from exchange.people.models import User

R = TypeVar("R", bound=Round)


def require_future(closes_at: datetime) -> None:
    if closes_at <= timezone.now():
        raise ValidationError({"closes_at": _("This lies in the past.")})


def open_round(round_: R) -> R:
    """Save a new one. Raises ``ValidationError`` where it would be over already."""
    require_future(round_.closes_at)
    round_.full_clean()
    round_.save()
    return round_


def move_closing(rounds: QuerySet[R], *, closes_at: datetime) -> None:
    """Another closing instant, while nothing is matched. Raises :class:`Refused`."""
    require_future(closes_at)
    waiting = rounds.filter(state__in=[RoundState.OPEN, RoundState.CLOSED])
    if not waiting.update(closes_at=closes_at, state=RoundState.OPEN):
        raise Refused(_("The matching was run already: the priorities stay closed."))


def close_round(rounds: QuerySet[R]) -> None:
    """Close before the time. Whoever began to save before is heard."""
    still_open = rounds.filter(state=RoundState.OPEN)
    if not still_open.update(state=RoundState.CLOSED, closes_at=Least(F("closes_at"), Now())):
        raise Refused(_("The priorities are closed already."))


def lock_round(rounds: QuerySet[R]) -> R:
    """The row, kept from everybody else until the transaction ends, with the instant at which it began."""
    return rounds.select_for_update(of=("self",), no_key=True).annotate(now=TransactionNow()).get()


@transaction.atomic
def run_round(rounds: QuerySet[R], *, solve: Callable[[R], Mapping[str, Any]], by: User) -> R:
    """Match under the priorities as they closed; the same facts leave everything as it is. Raises :class:`Refused`."""
    locked = lock_round(rounds)
    if locked.state == RoundState.CONFIRMED:
        raise Refused(_("The matching is confirmed already."))
    if not locked.is_closed:
        raise Refused(_("The priorities are still open."))
    found = dict(solve(locked))
    if locked.state == RoundState.RUN and locked.result == found:
        return locked
    locked.state, locked.result, locked.run_by, locked.run_at = RoundState.RUN, found, by, timezone.now()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def confirm_round(rounds: QuerySet[R], *, digest: Callable[[R], str], by: User) -> R:
    """Once, whoever presses. ``digest`` names the facts as they are, and locks them. Raises :class:`Refused`."""
    locked = lock_round(rounds)
    if locked.state != RoundState.RUN:
        confirmed = locked.state == RoundState.CONFIRMED
        raise Refused(_("The matching is confirmed already.") if confirmed else _("Run the matching first."))
    if digest(locked) != locked.facts_digest:
        raise Refused(_("What the matching rests on has changed since it was run. Run it again."))
    locked.state, locked.confirmed_by, locked.confirmed_at = RoundState.CONFIRMED, by, timezone.now()
    locked.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return locked
