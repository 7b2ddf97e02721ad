"""``manage.py remove_demo``: the demo goes, with all that it brought and nobody real depends on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from exchange.web.demo.removal import Removal, objection, remove


class Command(BaseCommand):
    help = (
        "Erase the accounts of the demo, whose password is public, with all that they wrote, and its programme, calls, "
        "agencies, organisations and topics where no real person depends on them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="remove nothing; fail where such accounts can sign in")
        parser.add_argument("--dry-run", action="store_true", help="remove nothing; say what would go and what stays")

    def handle(self, *args: Any, check: bool, dry_run: bool, **options: Any) -> None:
        if check:
            if reason := objection():
                raise CommandError(reason)
            return
        with translation.override("en"):
            self._tell(remove(for_good=not dry_run), "would be removed" if dry_run else "removed")

    def _tell(self, removal: Removal, verb: str) -> None:
        gone = [f"{number} × {kind}" for kind, number in removal.gone.items() if number]
        self.stdout.write(f"Of the demo {verb}: {', '.join(gone)}." if gone else f"Nothing of the demo {verb}.")
        if removal.kept:
            self.stdout.write("These stay, since real people depend on them:")
            self.stdout.write("\n".join(f"  {line}" for line in removal.kept))
        if removal.administrators:
            self.stdout.write("These administer here; in the demo anybody could make them so. Do you know them all?")
            self.stdout.write("\n".join(f"  {address}" for address in removal.administrators))
