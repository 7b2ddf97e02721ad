"""Lines of files that people hand to a command: every complaint names the line."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import CommandError

GZIP_MAGIC = b"\x1f\x8b"

T = TypeVar("T")


class BadLineError(ValueError):
    """What is wrong with a line, in words for the person who wrote it."""


def read_lines(path: Path, parse: Callable[[bytes], T]) -> list[T]:
    """Every line of a plain or gzipped file through ``parse``; empty lines are skipped.

    Raises :class:`CommandError` with exit status 2 at the first line that ``parse`` refuses with a
    :class:`BadLineError`, naming it, and where the file cannot be read.
    """
    try:
        return [_numbered(path, number, line, parse) for number, line in _lines(path)]
    except (OSError, EOFError, zlib.error) as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error


def _numbered(path: Path, number: int, line: bytes, parse: Callable[[bytes], T]) -> T:
    try:
        return parse(line)
    except BadLineError as error:
        raise CommandError(f"{path}, line {number}: {error}", returncode=2) from error


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as raw:
        magic = raw.read(2)
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if magic == GZIP_MAGIC else raw
        yield from ((number, line) for number, line in enumerate(stream, start=1) if line.strip())


def parse_object(line: bytes) -> dict[str, Any]:
    """Raises :class:`BadLineError` unless the line is one JSON object."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadLineError("not JSON.") from error
    if not isinstance(row, dict):
        raise BadLineError("not a JSON object.")
    return row
