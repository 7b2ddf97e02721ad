"""What every import command has in common: arguments, batches, rejects, progress, closing line, exit status."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from exchange.people.imports.importing import Importing, refuse_empty
from exchange.people.imports.reading import Reject, UnreadableFile


class ImportCommand(Importing, BaseCommand):
    """What a row is and how a batch is stored say subclasses, or the ``Importing`` that they share with a worker."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--strict", action="store_true", help="import nothing unless every line is good")
        parser.add_argument(
            "--rejects", type=Path, help="where bad lines are reported (default: <file>.rejects.jsonl here)"
        )

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
        bad = 0

        def refuse(row: Reject) -> None:
            nonlocal bad
            _report(report, row, append=bad > 0)
            bad += 1

        lines = tqdm(self.lines(file), unit=" lines", disable=not sys.stderr.isatty())
        refuse_empty(self.take(lines, on_reject=refuse, on_batch=self.take_batch), str(file))
        self.finish()
        return bad

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
