"""A database from before pairing and lists had rooms of their own, for the tests of what moved there: made once, copied."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

BEFORE: Sequence[tuple[str, str]] = [
    ("proposals", "0040_leased_jobs"),
    ("auth", "0012_alter_user_first_name_max_length"),
]
TEMPLATE = "before_rooms"
"""What ``beforehand.py`` leaves on its way."""


def migrate_to_before() -> None:
    MigrationExecutor(connection).migrate([*BEFORE])


def execute(statement: str) -> None:
    """Beside all databases of ours; nobody may be connected to one that is copied or dropped."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def turned_to(name: str) -> Iterator[None]:
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


@contextmanager
def created(options: str = "") -> Iterator[str]:
    name = f"upgrade_{uuid.uuid4().hex}"
    execute(f'CREATE DATABASE "{name}" {options}')
    try:
        yield name
    finally:
        execute(f'DROP DATABASE "{name}"')


def _is_there() -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [TEMPLATE])
        return cursor.fetchone() is not None


@pytest.fixture(scope="session")
def _before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock():
        if _is_there():
            yield TEMPLATE
            return
        with created() as name:
            with turned_to(name):
                migrate_to_before()
            yield name


@pytest.fixture
def database_before(_before: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Beside the tests' own, which other tests go on with."""
    with django_db_blocker.unblock(), created(f'TEMPLATE "{_before}"') as name, turned_to(name):
        yield
