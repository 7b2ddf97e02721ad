"""Long lists are counted no further than anybody reads."""

import pytest

from exchange.people.models import Topic
from matching.selectors.tally import QueuePaginator, Tally, tally


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
