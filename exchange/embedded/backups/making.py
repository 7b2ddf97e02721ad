"""Make a backup while people work.

The dump and the counts are of one snapshot of the database. Documents are copied after it: a file is there before a row
refers to it, has a name that no other ever has, and is never changed. So every file of the snapshot is among those
copied, unless it was erased meanwhile, together with its row.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from exchange.embedded.backups import contents, files, programs
from exchange.embedded.backups.errors import BackupError, in_one_line
from exchange.embedded.backups.files import FileEntry
from exchange.embedded.backups.manifest import DOCUMENTS, DUMP, KEY, Manifest


def make_backup(folder: Path) -> Manifest:
    """Everything into ``folder``, which is made or empty. Raises :class:`BackupError` and leaves it as it was."""
    with _filled(folder):
        with _snapshot() as name:
            manifest = Manifest(
                made_at=timezone.now().isoformat(),
                versions=contents.versions(),
                migrations=contents.applied_migrations(),
                objects=contents.count_objects(),
                tables=contents.count_rows(),
            )
            expected = contents.documents_of_rows()
            _dump(folder / DUMP, name)
        kept = _keep_files(folder)
        lost = _lost(expected - {name.removeprefix(f"{DOCUMENTS}/") for name in kept})
        manifest = replace(manifest, files=kept, lost=lost)
        files.verify(folder, kept)
        manifest.write(folder)
    return manifest


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """A folder of ours alone; what was put into it goes again where the rest fails."""
    with in_one_line():
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise BackupError(f"{folder} is not empty: name a new folder for each backup.")
        folder.chmod(0o700)
    try:
        with in_one_line():
            yield
    except BaseException:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if is_new:
            folder.rmdir()
        raise


@contextmanager
def _snapshot() -> Iterator[str]:
    """The name under which another program sees the database as this transaction does."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _dump(target: Path, snapshot: str) -> None:
    """Without extensions: who restores may not be allowed to make them."""
    target.touch(mode=0o600)
    arguments = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={snapshot}"]
    programs.run(programs.command("pg_dump", *arguments, f"--file={target}", f"--dbname={programs.address()}"))


def _keep_files(folder: Path) -> dict[str, FileEntry]:
    """The documents and the key; by their paths in ``folder``, with what is there already."""
    source, kept = Path(settings.MEDIA_ROOT), {DUMP: files.entry_of(folder / DUMP)}
    for path in files.files_below(source):
        name = f"{DOCUMENTS}/{path.relative_to(source).as_posix()}"
        try:
            kept[name] = files.copy(path, folder / name)
        except FileNotFoundError:
            continue  # erased meanwhile
    files.write(folder / KEY, settings.SECRET_KEY.encode())
    return {**kept, KEY: files.entry_of(folder / KEY)}


def _lost(missing: set[str]) -> list[str]:
    """Those whose rows are gone by now were erased meanwhile; any other was lost before, and nobody has noticed."""
    return sorted(missing & contents.documents_of_rows()) if missing else []
