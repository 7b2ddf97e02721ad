"""Copying with digests, so that a copy is known to be what was copied."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from exchange.embedded.backups.errors import BackupError, in_one_line

PART = 1024 * 1024


@dataclass(frozen=True)
class FileEntry:
    size: int
    sha256: str


def copy(source: Path, target: Path) -> FileEntry:
    """Whole or not at all; what was read on the way is what the entry says."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, _put(target) as writing:
        while part := reading.read(PART):
            digest.update(part)
            size += writing.write(part)
    return FileEntry(size, digest.hexdigest())


def write(target: Path, content: bytes) -> None:
    with _put(target) as writing:
        writing.write(content)


def entry_of(path: Path) -> FileEntry:
    with path.open("rb") as file:
        return FileEntry(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def verify(folder: Path, files: Mapping[str, FileEntry]) -> None:
    """Raises :class:`BackupError` with the first file that lacks or is not what it was."""
    with in_one_line():
        for name, entry in files.items():
            path = folder / name
            if not path.is_file():
                raise BackupError(f"{path} is missing: this is no whole backup.")
            if entry_of(path) != entry:
                raise BackupError(f"{path} is not what was backed up: its digest differs.")


@contextmanager
def _put(target: Path) -> Iterator[IO[bytes]]:
    """Readable by us alone, and in its place when it is whole and on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".unfinished-", delete=False) as writing:
        try:
            yield writing
            writing.flush()
            os.fsync(writing.fileno())
            Path(writing.name).replace(target)
        except BaseException:
            Path(writing.name).unlink(missing_ok=True)
            raise
