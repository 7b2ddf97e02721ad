"""PubMed's own format (.nbib)."""

import re
from collections.abc import Iterator
from typing import Any

from exchange.people.values.publications import tagged
from exchange.people.values.publications.entries import Entry, first, work
from exchange.people.values.publications.tagged import Dialect, Values


def entries(text: str) -> Iterator[Entry]:
    return tagged.entries(text, _DIALECT)


def _understood(values: Values) -> dict[str, Any]:
    identifiers = [*values.get("LID", ()), *values.get("AID", ())]
    return work(
        title=first(values, "TI", "BTI", "TT"),
        abstract=first(values, "AB"),
        year=first(values, "DP", "DEP"),
        venue=first(values, "JT", "TA"),
        authors=values.get("FAU") or values.get("AU", ()),
        doi=next((text for text in identifiers if "[doi]" in text), ""),
    )


_DIALECT = Dialect(re.compile(r"^([A-Z]{2,4}) *- (.*)$"), begins="PMID", understand=_understood)
