"""Save one chooser's priorities, over the order that was read and no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from exchange.dossiers.models.ranking import Priority
from exchange.dossiers.models.round import Round
from exchange.dossiers.selectors.ranking import order_of
from exchange.dossiers.services.round import lock_round
from exchange.dossiers.values.ranking import Order, version_of
from exchange.dossiers.values.refusal import Refused
from exchange.http.stale import Stale

R = TypeVar("R", bound=Round)
P = TypeVar("P", bound=Priority)


@dataclass(frozen=True)
class Ballot(Generic[P]):
    """One chooser's paper: its rows so far, whom it may rank (primary key by public id), and how a row is made."""

    own: QuerySet[P]
    acceptable: Mapping[str, int]
    make: Callable[[int, int], P]
    """From the counterpart's primary key and its rank."""


@transaction.atomic
def set_priorities(
    rounds: QuerySet[R], *, ballot: Callable[[R], Ballot[P]], order: Sequence[str], version: str
) -> Order:
    """Save the counterparts (public ids) of ``order``, best first; whoever is not in it is not acceptable.

    ``ballot`` refuses a chooser who does not take part. ``version`` names the order that was read. Raises
    :class:`Stale` where another one was saved since, and :class:`Refused` after closing.
    """
    locked = lock_round(rounds)
    if locked.is_closed:
        raise Refused(_("The priorities are closed: the clock of this server decides."))
    paper = ballot(locked)
    saved = order_of(paper.own)
    if version_of(saved) != version:
        raise Stale(saved)
    chosen = tuple(dict.fromkeys(order))
    if any(one not in paper.acceptable for one in chosen):
        raise Refused(_("One of those you ranked does not take part any more. Load the page again."))
    paper.own.delete()
    paper.own.bulk_create(paper.make(paper.acceptable[one], rank) for rank, one in enumerate(chosen, 1))
    return chosen
