"""Whether the database is as the code wants it; our own is made so before a command, another one is told of."""

import os
from collections.abc import Sequence

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from exchange.embedded.session import is_about_data

# Commands about the schema itself, and those that take it as it is.
AS_IT_IS = frozenset(
    {
        "backup",
        "dbshell",
        "flush",
        "inspectdb",
        "makemigrations",
        "migrate",
        "pgtrigger",
        "restore",
        "showmigrations",
        "sqlmigrate",
        "squashmigrations",
        "test",
    }
)


def is_unmigrated() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate_own(arguments: Sequence[str]) -> None:
    """Before a command of ``manage.py`` on the embedded database."""
    if not os.environ.get("DATABASE_URL") and is_about_data(arguments) and arguments[1] not in AS_IT_IS:
        django.setup()
        if is_unmigrated():
            call_command("migrate", verbosity=0)
