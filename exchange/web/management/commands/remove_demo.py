"""``manage.py remove_demo``: the demo's accounts go, with all that they wrote."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.web.demo.removal import left_behind, objection, remove


class Command(BaseCommand):
    help = "Erase the accounts of the demo, whose password is public, with their profiles and proposals."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="remove nothing; fail where such accounts can sign in")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if check:
            if reason := objection():
                raise CommandError(reason)
            return
        self.stdout.write(f"{remove()} accounts of the demo were erased.")
        if left := left_behind():
            self.stdout.write("Of the demo these stay, since real people may use them. Close or delete in /admin/:")
            self.stdout.write("\n".join(f"  {line}" for line in left))
