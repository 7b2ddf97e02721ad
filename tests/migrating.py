"""What a migration finds, for tests of the data that it moves: nothing is migrated back, the test's transaction ends it."""

from importlib import import_module
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader


def add_column(table: str, definition: str) -> None:
    """One that a later migration has dropped."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN {definition}")


def add_default(table: str, column: str, value: str) -> None:
    """Of one that a later migration has added, of which the models of then know nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {value}")


def models_at(app: str, name: str) -> Any:
    """The models as they are right after that migration."""
    return MigrationLoader(connection).project_state((app, name)).apps


def migration(app: str, name: str) -> Any:
    return import_module(f"{app}.migrations.{name}")
