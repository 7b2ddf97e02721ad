"""RIS, as publishers, RISS and reference managers write it."""

import re
from collections.abc import Iterator
from typing import Any

from exchange.people.values.publications import tagged
from exchange.people.values.publications.entries import Entry, first, work
from exchange.people.values.publications.tagged import Dialect, Values

# Some write one space before the hyphen. In a file that writes two, such a line is text.
_USUAL = re.compile(r"^\s{0,3}([A-Z][A-Z0-9])  -(?:\s(.*)|\s*$)")
_NARROW = re.compile(r"^\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?:\s(.*)|\s*$)")
_BOOKS = {"BOOK", "EDBOOK", "EBOOK"}


def entries(text: str) -> Iterator[Entry]:
    is_usual = re.search(r"^\s{0,3}TY  -", text, re.MULTILINE)
    dialect = Dialect(_USUAL if is_usual else _NARROW, begins="TY", ends=frozenset({"ER"}), understand=_understood)
    return tagged.entries(text, dialect)


def _understood(values: Values) -> dict[str, Any]:
    is_book = first(values, "TY").strip().upper() in _BOOKS
    titles = ("TI", "T1", "CT", "BT") if is_book else ("TI", "T1", "CT")
    return work(
        title=first(values, *titles),
        abstract=first(values, "AB", "N2"),
        year=first(values, "PY", "Y1", "DA"),
        venue=first(values, *(() if is_book else ("JF", "T2", "BT", "JO", "JA", "J2")), "PB"),
        authors=[*values.get("AU", ()), *values.get("A1", ())],
        doi=first(values, "DO"),
        link=next((link for tag in ("UR", "L3", "M3", "N1") for link in values.get(tag, ()) if "doi.org/" in link), ""),
    )
