"""Counting what is long no further than anybody reads: the exact number of a whole country's pairs takes seconds."""

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 500


@dataclass(frozen=True)
class Tally:
    """``number`` rows, or ``more`` than that."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"{intcomma(self.number)}{'+' if self.more else ''}"


def tally(rows: "QuerySet[Any]", *, most: int = MOST) -> Tally:
    found = rows.order_by()[: most + 1].count()
    return Tally(min(found, most), found > most)


class QueuePaginator(Paginator):  # type: ignore[type-arg]
    """Pages of the first ``MOST`` rows; whoever looks for another one filters."""

    object_list: "QuerySet[Any]"

    @cached_property
    def tally(self) -> Tally:
        return tally(self.object_list)

    @cached_property
    def count(self) -> int:
        return self.tally.number
