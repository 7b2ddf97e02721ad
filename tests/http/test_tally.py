"""Long lists are counted no further than anybody reads."""

import pytest
from django.contrib.auth.models import Permission
from django.core.paginator import EmptyPage
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from exchange.http.tally import LAST_PAGE, BarePaginator, LongPaginator, QueuePaginator, Tally, tally
from exchange.people.models import Topic


@pytest.fixture
def topics(db: None) -> None:
    Topic.objects.bulk_create(Topic(openalex_id=f"T{number}", name=f"{number:04}") for number in range(1005))


@pytest.mark.parametrize(
    ("most", "expected", "shown"), [(1004, Tally(1004, True), "1,004+"), (1005, Tally(1005, False), "1,005")]
)
def test_counting_stops(topics: None, most: int, expected: Tally, shown: str) -> None:
    found = tally(Topic.objects.all(), most=most)
    assert (found, str(found)) == (expected, shown)


def test_pages_end_where_counting_stops(topics: None) -> None:
    pages = QueuePaginator(Topic.objects.order_by("name"), 300)
    assert (str(pages.tally), pages.num_pages) == ("500+", 2)
    last = pages.get_page(99)
    assert [topic.name for topic in last][-1] == "0499"


def test_long_pages_go_on_where_counting_stops(topics: None) -> None:
    pages = LongPaginator(Topic.objects.order_by("name"), 300)
    found = [pages.page(number) for number in (1, 3, 4)]
    assert [(page.object_list[0].name, len(page), page.has_next()) for page in found] == [
        ("0000", 300, True),
        ("0600", 300, True),
        ("0900", 105, False),
    ]
    for number in (0, 5, LAST_PAGE, LAST_PAGE + 1):
        with pytest.raises(EmptyPage):
            pages.page(number)


def test_long_pages_of_few_rows(db: None) -> None:
    page = LongPaginator(Topic.objects.order_by("name"), 300).page(1)
    assert (list(page), page.has_next()) == ([], False)


def test_what_is_read_beside_each_row_is_not_counted_with_it(db: None) -> None:
    """Unless rows are left out by it."""
    rows = Permission.objects.annotate(model=F("content_type__model")).order_by("pk")
    with CaptureQueriesContext(connection) as captured:
        counts = [BarePaginator(rows, 10).count, BarePaginator(rows.filter(model="topic"), 10).count]
    assert counts == [Permission.objects.count(), 4]
    assert ["JOIN" in query["sql"] for query in captured] == [False, True]
