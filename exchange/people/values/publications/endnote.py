"""EndNote's tagged text (.enw), which Google Scholar and many journals offer, too."""

import re
from collections.abc import Iterator
from typing import Any

from exchange.people.values.publications import tagged
from exchange.people.values.publications.entries import Entry, first, work
from exchange.people.values.publications.tagged import Dialect, Values


def entries(text: str) -> Iterator[Entry]:
    return tagged.entries(text, _DIALECT)


def _understood(values: Values) -> dict[str, Any]:
    return work(
        title=first(values, "T"),
        abstract=first(values, "X"),
        year=first(values, "D", "8"),
        venue=first(values, "J", "B", "I"),
        authors=values.get("A", ()),
        doi=first(values, "R"),
        link=first(values, "U"),
    )


# Some tools write no kind of publication, so that a second title is what begins the next one.
_DIALECT = Dialect(re.compile(r"^%(\S)(?:\s(.*)|\s*$)"), begins="0", once=frozenset({"T"}), understand=_understood)
