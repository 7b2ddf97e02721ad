"""``manage.py migrate``, which says in one line what the database's owner may not do."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from exchange.embedded.errors import EngineError
from exchange.embedded.extension import ensure_extension


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not (options["plan"] or options["check_unapplied"]):
                ensure_extension()
            super().handle(*args, **options)
        except EngineError as error:
            raise CommandError(str(error)) from None
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(f"The database's owner may not do what migrations need ({reason}).") from None
