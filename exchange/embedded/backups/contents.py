"""What the database holds, as a backup counts it: ours, without what an extension brings."""

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

COUNTS_OF_OBJECTS = {
    "tables": "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
    "indexes": "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0",
    "triggers": "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE c.relnamespace = 'public'::regnamespace",
}


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def rows_of(table: str) -> sql.Composed:
    return sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))


def count_rows() -> dict[str, int]:
    return {name: _number(rows_of(name)) for name in tables()}


def count_objects() -> dict[str, int]:
    return {name: _number(query) for name, query in COUNTS_OF_OBJECTS.items()}


def applied_migrations() -> list[str]:
    """Those that this code knows; of others only names have stayed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        return sorted({name for (name,) in cursor.fetchall()} & known_migrations())


def known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def documents_of_rows() -> set[str]:
    """The files that rows refer to. History refers to files that were erased since, too."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField) and not hasattr(model, "pgh_id"):
                rows = model._base_manager.exclude(**{field.name: ""})  # noqa: SLF001
                found.update(rows.values_list(field.name, flat=True))
    return found


def versions() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        vector = cursor.fetchone()
        cursor.execute("SHOW server_version")
        return {"postgresql": cursor.fetchone()[0], "pgvector": vector[0] if vector else ""}


def _number(query: str | sql.Composed) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
