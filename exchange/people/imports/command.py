"""What every import command has in common: arguments, batches, rejects, progress, closing line, exit status."""

import json
import sys
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from pydantic import BaseModel
from tqdm import tqdm

from exchange.people.imports.reading import Reject, UnreadableFile, json_lines, validate

BATCH = 500


class ImportCommand(BaseCommand):
    """Subclasses say what a row is (``row``, ``key``) and how a batch is stored (``store``)."""

    row: type[BaseModel]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--strict", action="store_true", help="import nothing unless every line is good")
        parser.add_argument(
            "--rejects", type=Path, help="where bad lines are reported (default: <file>.rejects.jsonl here)"
        )

    @abstractmethod
    def key(self, row: Any) -> str:
        """What must not occur twice in one file."""

    def refusal(self, row: Any) -> str:
        """Why a good line must not be taken all the same; nothing where it may."""
        return ""

    @abstractmethod
    def store(self, rows: list[Any]) -> Counter[str]:
        """Store a batch and return how many were created, updated and unchanged."""

    def lines(self, path: Path) -> Iterator[tuple[int, Any]]:
        return json_lines(path)

    def finish(self) -> None:
        """Called once after the last batch, for what needs all rows to be there."""

    def handle(self, *args: Any, file: Path, strict: bool, rejects: Path | None, **options: Any) -> None:
        self.options = options
        self.counts: Counter[str] = Counter()
        report = rejects or Path(f"{file.name}.rejects.jsonl")
        if report.resolve() == file.resolve():
            raise CommandError(f"{report}: the rejects would overwrite what is read.", returncode=2)
        try:
            with transaction.atomic():
                bad = self._import(file, report)
                if strict and bad:
                    transaction.set_rollback(True)
        except UnreadableFile as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            raise CommandError(f"{report}: {error.strerror}", returncode=2) from None
        self._close(bad, strict, report)

    def _import(self, file: Path, report: Path) -> int:
        """Store the good lines in batches; return the number of bad ones, which go to ``report``."""
        number, bad, batch = 0, 0, []
        seen: set[str] = set()
        for number, value in tqdm(self.lines(file), unit=" lines", disable=not sys.stderr.isatty()):
            row = self._check(number, value, seen)
            if isinstance(row, Reject):
                _report(report, row, append=bad > 0)
                bad += 1
                continue
            batch.append(row)
            if len(batch) == BATCH:
                self.counts += self.store(batch)
                batch = []
        if batch:
            self.counts += self.store(batch)
        if not number:
            raise UnreadableFile(f"{file}: nothing in it")
        self.finish()
        return bad

    def _check(self, number: int, value: Any, seen: set[str]) -> Any:
        row = validate(number, value, self.row)
        if isinstance(row, Reject):
            return row
        if reason := self.refusal(row):
            return Reject(number, reason)
        key = self.key(row)
        if key in seen:
            return Reject(number, f"duplicate id {key}")
        seen.add(key)
        return row

    def _close(self, bad: int, strict: bool, report: Path) -> None:
        if bad and strict:
            raise CommandError(f"Nothing imported: {bad} bad lines, see {report}.", returncode=2)
        parts = [f"{self.counts[name]} {name}" for name in ("created", "updated", "unchanged")]
        parts += [
            f"{count} {name}" for name, count in self.counts.items() if name not in {"created", "updated", "unchanged"}
        ]
        self.stdout.write(", ".join([*parts, f"{bad} rejected"]) + ".")
        if bad:
            raise CommandError(f"{bad} bad lines, see {report}.", returncode=2)


def _report(path: Path, reject: Reject, *, append: bool) -> None:
    with path.open("a" if append else "w", encoding="utf-8") as file:
        file.write(json.dumps({"line": reject.line, "reason": reject.reason}, ensure_ascii=False) + "\n")
