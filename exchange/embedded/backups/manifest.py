"""What a backup must add up to. Written last: a folder without it is half a backup."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from exchange.embedded.backups import files
from exchange.embedded.backups.errors import BackupError, in_one_line
from exchange.embedded.backups.files import FileEntry

NAME = "manifest.json"
DUMP, KEY, DOCUMENTS = "database.dump", "secret_key", "documents"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """``migrations`` are those applied (``app.name``), ``objects`` how many tables, indexes and the like there are,
    ``tables`` their rows, ``files`` what lies in the folder.

    ``lost`` are documents that rows refer to and that were not there any more.
    """

    made_at: str
    versions: dict[str, str]
    migrations: list[str]
    objects: dict[str, int]
    tables: dict[str, int]
    files: dict[str, FileEntry] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def summary(self) -> str:
        megabytes = sum(entry.size for entry in self.files.values()) / 1e6
        rows = sum(self.tables.values())
        return f"{len(self.tables)} tables with {rows:,} rows, {len(self.documents)} documents, {megabytes:,.1f} MB"

    @property
    def documents(self) -> dict[str, FileEntry]:
        """By their path below ``MEDIA_ROOT``."""
        start = f"{DOCUMENTS}/"
        return {path.removeprefix(start): entry for path, entry in self.files.items() if path.startswith(start)}

    def write(self, folder: Path) -> None:
        with in_one_line():
            files.write(folder / NAME, json.dumps(asdict(self), indent=1, ensure_ascii=False).encode())


def read_manifest(folder: Path) -> Manifest:
    """Raises :class:`BackupError` where there is none, or one that this code cannot read."""
    if not (folder / NAME).is_file():
        raise BackupError(f"{folder} is no whole backup: it has no {NAME}.")
    try:
        known = json.loads((folder / NAME).read_text())
        entries = {path: FileEntry(**entry) for path, entry in known["files"].items()}
        manifest = Manifest(**{**known, "files": entries})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(f"{folder / NAME} cannot be read, or was made by a newer Gyoryu.") from error
    if manifest.format != FORMAT:
        raise BackupError(f"{folder / NAME} was made by a newer Gyoryu: restore it with that.")
    return manifest
