"""Where the database still holds somebody."""

from django.db import connection


def rows_with(text: str) -> list[str]:
    """Every table of the database in which ``text`` stands anywhere."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS line WHERE line::text ILIKE %s', [f"%{text}%"])  # noqa: S608
            if cursor.fetchone()[0]:
                found.append(table)
    return found
