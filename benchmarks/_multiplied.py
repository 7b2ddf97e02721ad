"""A crowd made many times over by the database itself: what is made one by one takes an hour for a million pairs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from exchange.people.models import ConsentRecord, Researcher, ResearcherSearch, SideDecision, User
from exchange.projects.models import Project, ProjectSearch
from matching.models import Evidence, Match, Opening, Pair, Passage, Reaction
from matching.models.pair import unseen_column

MODELS: Sequence[type[models.Model]] = (
    User,
    Researcher,
    Researcher.topics.through,
    ConsentRecord,
    SideDecision,
    ResearcherSearch,
    Project,
    Project.topics.through,
    ProjectSearch,
    Passage,
    Pair,
    Match,
    Evidence,
    Reaction,
)


def multiply(times: int) -> None:
    """Each copy keeps to itself: its pairs are of its own people and projects. Texts are the same in all."""
    with connection.cursor() as cursor:
        steps = {model: _last(cursor, model) for model in MODELS}
        # No audit and no checks of what is right in the original.
        cursor.execute("SET session_replication_role = replica")
        for model in MODELS:
            cursor.execute(_copied(model, steps), [times - 1])
            _move_sequence(cursor, model)
        cursor.execute("SET session_replication_role = origin")


@contextmanager
def every_pair_opened(side: str) -> Iterator[None]:
    """By a manager of ``side``, in two statements."""
    pairs, openings, unseen = Pair._meta.db_table, Opening._meta.db_table, unseen_column(side)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"INSERT INTO {openings} (pair_id, side, opened_at) SELECT id, %s, now() FROM {pairs}", [side])  # noqa: S608
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(f"UPDATE {pairs} SET {unseen} = false")  # noqa: S608
        cursor.execute(f"VACUUM ANALYZE {pairs}")
        yield
        cursor.execute(f"TRUNCATE {openings}")
        cursor.execute(f"UPDATE {pairs} SET {unseen} = true")  # noqa: S608
        cursor.execute(f"VACUUM FULL ANALYZE {pairs}")


def _last(cursor: Any, model: type[models.Model]) -> int:
    cursor.execute(f"SELECT coalesce(max({model._meta.pk.column}), 0) FROM {model._meta.db_table}")  # noqa: S608
    return int(cursor.fetchone()[0])


def _copied(model: type[models.Model], steps: dict[type[models.Model], int]) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(str(field.column) for field in fields)
    values = ", ".join(_value(field, steps) for field in fields)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(1, %s) AS copy"  # noqa: S608


def _value(field: Any, steps: dict[type[models.Model], int]) -> str:
    if (other := field.related_model) in steps:
        return f"{field.column} + copy * {steps[other]}"
    if other is None and field.primary_key:
        return f"{field.column} + copy * {steps[field.model]}"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if field.unique:
        return f"copy || '-' || {field.column}"
    return str(field.column)


def _move_sequence(cursor: Any, model: type[models.Model]) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    if isinstance(model._meta.pk, models.AutoField):
        sequence = f"pg_get_serial_sequence('{table}', '{column}')"
        cursor.execute(f"SELECT setval({sequence}, max({column})) FROM {table}")  # noqa: S608
