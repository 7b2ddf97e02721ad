"""Counting what is long no further than anybody reads: the exact number of a whole country's pairs takes seconds."""

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

MOST = 500
LAST_PAGE = 1_000_000


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
    most = MOST

    @cached_property
    def tally(self) -> Tally:
        return tally(self.object_list, most=self.most)

    @cached_property
    def count(self) -> int:
        return self.tally.number


class LongPage(Page):  # type: ignore[type-arg]
    """A page that knows by itself whether another one follows: it is given one row of that."""

    def __init__(self, rows: "QuerySet[Any]", number: int, paginator: Paginator) -> None:  # type: ignore[type-arg]
        ahead = list(rows)
        super().__init__(ahead[: paginator.per_page], number, paginator)
        self.more = len(ahead) > paginator.per_page

    def has_next(self) -> bool:
        return self.more


class LongPaginator(QueuePaginator):
    """All rows, page after page, though they are counted to ``MOST`` only."""

    @cached_property
    def num_pages(self) -> int:
        return LAST_PAGE if self.tally.more else super().num_pages

    def page(self, number: int | str) -> LongPage:
        wanted = self.validate_number(number)
        start = (wanted - 1) * self.per_page
        page = LongPage(self.object_list[start : start + self.per_page + 1], wanted, self)
        if wanted > 1 and not page.object_list:
            raise EmptyPage(_("That page contains no results"))
        return page


class BarePaginator(Paginator):  # type: ignore[type-arg]
    """Counts the rows alone where none is left out, and not what is read beside each."""

    object_list: "QuerySet[Any]"

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        return (rows if rows.query.where else rows.model._default_manager.all()).count()  # noqa: SLF001 - Django's name
