"""``manage.py backup FOLDER``: everything that cannot be computed again; people may go on working."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.embedded.backups.errors import BackupError
from exchange.embedded.backups.making import make_backup


class Command(BaseCommand):
    help = "Write database, documents and key into a new folder, with a manifest of what they add up to."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is empty or not there yet")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            manifest = make_backup(folder)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{folder}: {manifest.summary}. Whoever can read it can read everything: keep it safe.")
        if manifest.lost:
            raise CommandError(
                f"{len(manifest.lost)} documents that the database refers to were not there any more, "
                f"the first {manifest.lost[0]}; the manifest names all. Everything else is backed up.",
                returncode=2,
            )
