"""Formats that write one value a line behind a tag: RIS, EndNote, Web of Science, PubMed. One reader, four dialects."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exchange.people.enums import RefusalReason
from exchange.people.values.publications.entries import Entry

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Dialect:
    """How a line begins, what begins and ends a record, which tags a record has once or with one value a line."""

    line: "re.Pattern[str]"
    begins: str
    understand: Callable[[Values], Mapping[str, Any] | RefusalReason]
    ends: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


@dataclass
class _Record:
    line: int
    pieces: dict[str, list[list[str]]] = field(default_factory=dict)
    tag: str = ""

    def add(self, tag: str, text: str) -> None:
        self.tag = tag
        self.pieces.setdefault(tag, []).append([text])

    def go_on(self, text: str, lists: frozenset[str]) -> None:
        """A line without a tag belongs to the one before it."""
        if self.tag in lists:
            self.add(self.tag, text)
        elif self.tag:
            self.pieces[self.tag][-1].append(text)

    def ends_before(self, tag: str, dialect: Dialect) -> bool:
        return tag == dialect.begins or tag in dialect.ends or (tag in dialect.once and tag in self.pieces)

    @property
    def values(self) -> Values:
        return {tag: [" ".join(pieces) for pieces in values] for tag, values in self.pieces.items()}


def entries(text: str, dialect: Dialect) -> Iterator[Entry]:
    """Every record of ``text``. One without its beginning or its end is a record too."""
    for number, record in enumerate(_records(text.split("\n"), dialect), start=1):
        yield _entry(number, record, dialect)


def _records(lines: Sequence[str], dialect: Dialect) -> Iterator[_Record]:
    record: _Record | None = None
    for number, line in enumerate(lines, start=1):
        tagged = dialect.line.match(line)
        tag = tagged[1] if tagged else ""
        if record is not None and record.ends_before(tag, dialect):
            yield record
            record = None
        if not tag or tag in dialect.ends or tag in dialect.ignored:
            if record is not None and not tag and line.strip():
                record.go_on(line, dialect.lists)
            continue
        record = record or _Record(number)
        record.add(tag, (tagged and tagged[2]) or "")
    if record is not None:
        yield record


def _entry(number: int, record: _Record, dialect: Dialect) -> Entry:
    return Entry(f"#{number}", record.line, lambda: dialect.understand(record.values))
