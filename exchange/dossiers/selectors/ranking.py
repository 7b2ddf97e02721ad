"""Priorities as they are saved, by public id."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from exchange.dossiers.models.ranking import Priority
from exchange.dossiers.values.ranking import Order

P = TypeVar("P", bound=Priority)


def order_of(own: QuerySet[P]) -> Order:
    """Of one chooser, best first."""
    return tuple(str(one) for one in own.order_by("rank").values_list("counterpart__public_id", flat=True))


def orders_of(choosers: Iterable[str], among: QuerySet[P]) -> dict[str, Order]:
    """Of every chooser, in their order; who ranked nobody has an empty one."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = among.order_by("chooser", "rank").values_list("chooser__public_id", "counterpart__public_id")
    for chooser, counterpart in rows:
        found[str(chooser)].append(str(counterpart))
    return {chooser: tuple(found[chooser]) for chooser in choosers}
