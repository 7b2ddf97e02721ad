"""Taking a file line by line in batches: what a command and a worker have in common."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from exchange.people.enums import FileFault
from exchange.people.imports.reading import Reject, UnreadableFile, json_lines, validate
from exchange.people.values.file_faults import LONGEST_DETAIL, Fault

BATCH = 500
OnReject = Callable[[Reject], None]
OnBatch = Callable[[list[Any]], None]


class Importing(ABC):
    """Subclasses say what a row is (``row``, ``key``) and how a batch is stored (``store``)."""

    row: type[BaseModel]
    counts: Counter[str]

    @abstractmethod
    def key(self, row: Any) -> str:
        """What must not occur twice in one file."""

    def refusal(self, row: Any) -> Fault | None:
        """Why a good line must not be taken all the same; nothing where it may."""
        return None

    @abstractmethod
    def store(self, rows: list[Any]) -> Counter[str]:
        """Store a batch and return how many were created, updated and unchanged."""

    def lines(self, path: Path) -> Iterator[tuple[int, Any]]:
        return json_lines(path)

    def finish(self) -> None:  # noqa: B027 - most need nothing
        """Called once after the last batch, for what needs all rows to be there."""

    def take(self, lines: Iterable[tuple[int, Any]], *, on_reject: OnReject, on_batch: OnBatch) -> int:
        """Hand the good lines to ``on_batch`` and the others to ``on_reject``; return how many lines there were."""
        count, batch = 0, []
        seen: set[str] = set()
        for number, value in lines:
            count += 1
            row = self._check(number, value, seen)
            if isinstance(row, Reject):
                on_reject(row)
                continue
            batch.append(row)
            if len(batch) == BATCH:
                on_batch(batch)
                batch = []
        if batch:
            on_batch(batch)
        return count

    def take_batch(self, rows: list[Any]) -> None:
        self.counts += self.store(rows)

    def _check(self, number: int, value: Any, seen: set[str]) -> Any:
        row = validate(number, value, self.row)
        if isinstance(row, Reject):
            return row
        if fault := self.refusal(row):
            return Reject(number, (fault,))
        key = self.key(row)
        if key in seen:
            return Reject.of(number, FileFault.TWICE, id=key[:LONGEST_DETAIL])
        seen.add(key)
        return row


def refuse_empty(count: int, name: str) -> None:
    if not count:
        raise UnreadableFile(name, FileFault.EMPTY_FILE)
