"""Migrate while the workers still read the tests and run those without a database: ``python -m tests.beforehand``.

Should it fail, the first worker that needs the database migrates, as in a run without workers, and says why it cannot.
"""

import gc
import os
from pathlib import Path

from tests import database


def main() -> None:
    dump = database.dump_path()
    with database.only_one(dump):
        if not dump.exists():
            migrate_into(dump)


def migrate_into(dump: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests import before_rooms

    with before_rooms.created() as name, before_rooms.turned_to(name):
        before_rooms.migrate_to_before()
        before_rooms.execute(f'CREATE DATABASE "{before_rooms.TEMPLATE}" TEMPLATE "{name}"')
        call_command("migrate", verbosity=0)
        database.keep(dump, connection.settings_dict, name)


if __name__ == "__main__":
    # The models of each step are looked through for garbage again and again: an eighth of the whole.
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    main()
