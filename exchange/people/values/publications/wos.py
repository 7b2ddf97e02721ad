"""Web of Science: plain text and, for EndNote, the same with the ending .ciw."""

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
        title=first(values, "TI"),
        abstract=first(values, "AB"),
        year=first(values, "PY", "EA"),
        venue=first(values, "SO", "SE", "PU"),
        authors=values.get("AF") or values.get("AU", ()),
        doi=first(values, "DI", "D2"),
    )


_DIALECT = Dialect(
    re.compile(r"^([A-Z][A-Z0-9])(?: (.*)|\s*$)"),
    begins="PT",
    ends=frozenset({"ER"}),
    lists=frozenset({"AU", "AF"}),
    ignored=frozenset({"FN", "VR", "EF"}),
    understand=_understood,
)
