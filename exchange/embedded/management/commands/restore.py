"""``manage.py restore FOLDER``: what ``backup`` wrote, into this installation's database, documents and key."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.embedded.backups.errors import BackupError
from exchange.embedded.backups.manifest import Manifest
from exchange.embedded.backups.restoring import check_backup, put_key, restore_backup
from exchange.embedded.errors import EngineError

OTHER_KEY = (
    "SECRET_KEY names another key than the backup has: links in mails sent before, and sessions, will not count. "
    "To keep them, set SECRET_KEY to what is in {}/secret_key."
)


class Command(BaseCommand):
    help = "Bring back what manage.py backup wrote. Nothing is changed before all of it was found whole."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up what database and documents hold now")
        parser.add_argument("--check", action="store_true", help="restore nothing; fail where the backup is not whole")

    def handle(self, *args: Any, folder: Path, replace: bool, check: bool, **options: Any) -> None:
        try:
            manifest = check_backup(folder) if check else self._restore(folder, replace=replace)
        except (BackupError, EngineError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{folder}, made {manifest.made_at}: {manifest.summary}. {'Whole' if check else 'Restored'}.")

    def _restore(self, folder: Path, *, replace: bool) -> Manifest:
        manifest = restore_backup(folder, replace=replace)
        if not put_key(folder):
            self.stderr.write(OTHER_KEY.format(folder))
        # The backup may come from an older Gyoryu.
        call_command("migrate", verbosity=0)
        return manifest
