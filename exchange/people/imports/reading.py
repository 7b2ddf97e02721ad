"""Lines of a plain or gzipped file, validated one by one, in memory that does not grow with the file."""

import codecs
import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, TextIO, TypeVar, cast

from pydantic import BaseModel, ValidationError

from exchange.http.text import all_entered
from exchange.people.enums import FileFault
from exchange.people.values.file_faults import Fault, detail, faults_of, sentence

Row = TypeVar("Row", bound=BaseModel)


class UnreadableFile(Exception):
    """The file cannot be read at all, for one reason."""

    def __init__(self, path: object, kind: FileFault, **values: Any) -> None:
        self.fault = Fault(kind, values)
        super().__init__(f"{path}: {self.fault}")


@dataclass(frozen=True)
class Reject:
    """A line that was not taken, and why."""

    line: int
    faults: tuple[Fault, ...]

    @classmethod
    def of(cls, line: int, kind: FileFault, **values: Any) -> "Reject":
        return cls(line, (Fault(kind, values),))

    @property
    def reason(self) -> str:
        return sentence(self.faults)


# What reading on in a file can raise when its contents are broken.
DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
# Characters of one line; more than any good one has, and few enough to be held in memory.
LONGEST_LINE = 32 * 1024 * 1024
# Bytes by which another kind of file is told, and lines that say nothing yet.
SAMPLE, FEW_LINES = 64 * 1024, 4


def open_bytes(path: Path) -> IO[bytes]:
    """Open ``path``, gzipped or not.

    Raises:
        UnreadableFile: missing, a folder, or not permitted.
    """
    try:
        with path.open("rb") as file:
            start = file.read(2)
    except OSError as error:
        raise UnreadableFile(path, FileFault.UNOPENED, **detail(error.strerror)) from None
    if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        raise UnreadableFile(path, FileFault.NO_UTF8)
    if start == b"PK":
        return _archived(path)
    return cast("IO[bytes]", gzip.open(path)) if start == b"\x1f\x8b" else path.open("rb")


def _archived(path: Path) -> IO[bytes]:
    """The one table in an archive. ROR publishes each state of its register in two formats and versions of them."""
    try:
        archive = zipfile.ZipFile(path)
        files = [name for name in archive.namelist() if name.endswith((".json", ".jsonl", ".csv"))]
        wanted = [name for name in files if name.endswith("v2.json")] or [n for n in files if ".json" in n] or files
        if len(wanted) != 1:
            raise UnreadableFile(path, FileFault.TABLES, count=len(wanted))
        return archive.open(wanted[0])
    except (RuntimeError, NotImplementedError, *DAMAGE) as error:
        raise UnreadableFile(path, FileFault.DAMAGED, **detail(error)) from None


def open_text(path: Path) -> TextIO:
    """The same as UTF-8 text; bytes that are not UTF-8 become lone surrogates, so that they cost their line only."""
    return io.TextIOWrapper(open_bytes(path), encoding="utf-8-sig", errors="surrogateescape", newline="")


def json_lines(path: Path) -> Iterator[tuple[int, Any | Reject]]:
    """Yield line number and value of each line that is not blank.

    Raises:
        UnreadableFile: the file is damaged (broken gzip), or another kind of file.
    """
    _require_objects(path)
    with open_text(path) as file:
        for number, line in _numbered(path, file):
            if line.strip():
                yield number, _parse(number, line)


def _require_objects(path: Path) -> None:
    """Of another kind of file each of thousands of lines would be refused, and none would say what is wrong."""
    with open_bytes(path) as file:
        try:
            sample = file.read(SAMPLE).removeprefix(codecs.BOM_UTF8)
        except DAMAGE as error:
            raise UnreadableFile(path, FileFault.DAMAGED, **detail(error)) from None
    lines = [line.lstrip() for line in sample.splitlines() if line.strip()]
    if len(lines) > FEW_LINES and not any(line.startswith(b"{") for line in lines):
        raise UnreadableFile(path, FileFault.NO_LINES)


def csv_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Any | Reject]]:
    """Yield line number and columns of each row after the header.

    Raises:
        UnreadableFile: damaged, or its header lacks one of ``columns``.
    """
    with open_text(path) as file:
        reader = csv.DictReader((line for _, line in _numbered(path, file)), strict=True)
        _require_columns(path, reader, columns)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number = reader.reader.line_num
                yield number, Reject.of(number, FileFault.NO_CSV, **detail(error))
            else:
                number = reader.line_num
                yield number, Reject.of(number, FileFault.COLUMNS) if None in row else row


def _require_columns(path: Path, reader: "csv.DictReader[str]", columns: Sequence[str]) -> None:
    try:
        named = reader.fieldnames
    except csv.Error:
        named = []
    if named is not None and not set(columns) <= set(named):
        raise UnreadableFile(path, FileFault.NO_HEADINGS, columns=", ".join(columns))


def _numbered(path: Path, file: TextIO) -> Iterator[tuple[int, str]]:
    """Of a line that is too long only its beginning, ``LONGEST_LINE`` characters, is kept."""
    try:
        for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), ""), start=1):
            _pass_over_rest(file, line)
            yield number, line
    except DAMAGE as error:
        raise UnreadableFile(path, FileFault.DAMAGED, **detail(error)) from None


def _pass_over_rest(file: TextIO, line: str) -> None:
    while len(line) == LONGEST_LINE and line[-1] not in "\r\n":
        line = file.readline(LONGEST_LINE)


def _parse(number: int, line: str) -> Any | Reject:
    if len(line) >= LONGEST_LINE:
        return Reject.of(number, FileFault.LONG_LINE, limit=LONGEST_LINE)
    try:
        line.encode()
        return json.loads(line)
    except UnicodeEncodeError:
        return Reject.of(number, FileFault.NO_UTF8)
    except RecursionError:
        return Reject.of(number, FileFault.NESTED)
    except ValueError as error:
        return Reject.of(number, FileFault.NO_JSON, column=getattr(error, "colno", 1))


def validate(number: int, value: Any, model: type[Row]) -> Row | Reject:
    """Return the row, or what is wrong with it, field by field."""
    if isinstance(value, Reject):
        return value
    try:
        return model.model_validate(all_entered(value))
    except RecursionError:
        return Reject.of(number, FileFault.NESTED)
    except ValidationError as error:
        return Reject(number, faults_of(error))
