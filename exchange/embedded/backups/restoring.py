"""Bring a backup back: all that can be refused is refused first, then one transaction holds the database whole.

Documents come before the rows that refer to them, as when they were uploaded; what was there before goes last.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from exchange.embedded import endpoints
from exchange.embedded.backups import contents, files
from exchange.embedded.backups.errors import BackupError, in_one_line
from exchange.embedded.backups.filling import fill_database
from exchange.embedded.backups.manifest import DOCUMENTS, DUMP, KEY, Manifest, read_manifest
from exchange.embedded.extension import ensure_extension


def check_backup(folder: Path) -> Manifest:
    """Whether it is whole and this code can bring it back. Raises :class:`BackupError`."""
    manifest = read_manifest(folder)
    if unknown := sorted(set(manifest.migrations) - contents.known_migrations()):
        raise BackupError(f"{folder} was made by a newer Gyoryu ({unknown[-1]} is not known here): update first.")
    files.verify(folder, manifest.files)
    return manifest


def restore_backup(folder: Path, *, replace: bool) -> Manifest:
    """Raises :class:`BackupError`; then database and documents are what they were."""
    manifest = check_backup(folder)
    _refuse_use()
    if not replace:
        _refuse_data()
    ensure_extension()
    with _documents_in_place(folder, manifest):
        fill_database(folder / DUMP, manifest)
    if replace:
        _remove_others(manifest)
    return manifest


def put_key(folder: Path) -> bool:
    """The backup's key for this installation; False where the environment names another, which counts."""
    key = (folder / KEY).read_text()
    if given := os.environ.get("SECRET_KEY"):
        return given == key
    with in_one_line():
        files.write(endpoints.home() / "secret_key", key.encode())
    return True


def _refuse_use() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if others := cursor.fetchone()[0]:
            raise BackupError(
                f"{others} other connections use the database: stop web server, workers and schedule first."
            )


def _refuse_data() -> None:
    if number := len(contents.tables()):
        raise BackupError(f"The database has {number} tables already: add --replace to give up what they hold.")
    if any(files.files_below(Path(settings.MEDIA_ROOT))):
        raise BackupError(f"{settings.MEDIA_ROOT} holds documents already: add --replace to give them up.")


@contextmanager
def _documents_in_place(folder: Path, manifest: Manifest) -> Iterator[None]:
    """Copied to where they belong; those that are new go again where the database cannot be filled."""
    media, added = Path(settings.MEDIA_ROOT), []
    try:
        with in_one_line():
            for name, entry in manifest.documents.items():
                if not ((media / name).is_file() and files.entry_of(media / name) == entry):
                    added.append(media / name)
                    files.copy(folder / DOCUMENTS / name, media / name)
        files.verify(media, manifest.documents)
        yield
    except BaseException:
        for path in added:
            path.unlink(missing_ok=True)
        raise


def _remove_others(manifest: Manifest) -> None:
    media = Path(settings.MEDIA_ROOT)
    for path in files.files_below(media):
        if path.relative_to(media).as_posix() not in manifest.documents:
            path.unlink()
