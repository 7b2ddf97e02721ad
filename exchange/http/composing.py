"""Text that was stored before every door read it as it enters: made the same by migrations, one statement a table.

History, and what is kept as it was confirmed, submitted or published, is named by the migrations and left alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from exchange.http.text import UNSEEN

Operation = Callable[[Any, Any], None]


def compose(
    app: str,
    *,
    leave: frozenset[str] = frozenset(),
    only: Mapping[str, str] | None = None,
    owners: Mapping[str, str] | None = None,
) -> Operation:
    """For ``RunPython``: every text of ``app``, apart from the models in ``leave`` and from history.

    ``only`` holds a condition on the rows of a model, whose table is ``this``; ``owners`` the field that leads from a
    model to the row whose ``changed_at`` tells the matching to read it again.
    """

    def operation(apps: Any, schema_editor: Any) -> None:
        for model in apps.get_app_config(app).get_models():
            name = model._meta.model_name
            if name not in leave and not _is_history(model):
                statement = _statement(model, schema_editor.connection, (only or {}).get(name, "true"))
                if statement:
                    schema_editor.execute(_touching(statement, model, (owners or {}).get(name)), None)

    return operation


def _is_history(model: Any) -> bool:
    return any(field.name == "pgh_id" for field in model._meta.get_fields())


def _statement(model: Any, connection: Any, condition: str) -> str:
    columns = {field.column: _composed(field, connection) for field in _texts(model)}
    if not columns:
        return ""
    changes = [f'"{column}" = {made}' for column, made in columns.items()]
    if any(field.name == "changed_at" for field in model._meta.local_fields):
        changes.append('"changed_at" = now()')
    differs = " OR ".join(
        f'{_is_wide(column)} AND {made} IS DISTINCT FROM this."{column}"' for column, made in columns.items()
    )
    twins = "".join(f" AND NOT EXISTS ({twin})" for twin in _twins(model, connection))
    table = model._meta.db_table
    return f'UPDATE "{table}" AS this SET {", ".join(changes)} WHERE ({differs}) AND ({condition}){twins}'  # noqa: S608


def _texts(model: Any) -> Iterator[Any]:
    for field in model._meta.local_concrete_fields:
        kind = field.base_field if isinstance(field, ArrayField) else field
        if isinstance(kind, models.CharField | models.TextField | models.JSONField) and not kind.choices:
            yield field


def _composed(field: Any, connection: Any, table: str = "this") -> str:
    text = f"""normalize(regexp_replace({table}."{field.column}"::text, '{UNSEEN}', '', 'g'), NFC)"""
    return text if isinstance(field, models.CharField | models.TextField) else f"{text}::{field.db_type(connection)}"


def _is_wide(column: str) -> str:
    """Cheap, and false of nearly every row: whether there is any character beyond ASCII."""
    return f'octet_length(this."{column}"::text) <> length(this."{column}"::text)'


def _twins(model: Any, connection: Any) -> Iterator[str]:
    """Other rows that would be the same where only one may be: such rows stay for people to bring together."""
    texts = {field.name: field for field in _texts(model)}
    for names in _unique(model):
        if texts.keys() & names:
            same = [
                f"{_composed(texts[name], connection, 'other')} = {_composed(texts[name], connection)}"
                if name in texts
                else f'other."{column}" IS NOT DISTINCT FROM this."{column}"'
                for name in names
                for column in [model._meta.get_field(name).column]
            ]
            key = model._meta.pk.column
            yield (
                f'SELECT FROM "{model._meta.db_table}" AS other '
                f'WHERE other."{key}" <> this."{key}" AND {" AND ".join(same)}'
            )


def _unique(model: Any) -> Iterator[Sequence[str]]:
    yield from ((field.name,) for field in model._meta.local_concrete_fields if field.unique and not field.primary_key)
    yield from (
        one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint) and one.fields
    )


def _touching(statement: str, model: Any, owner: str | None) -> str:
    if owner is None:
        return statement
    field = model._meta.get_field(owner)
    return (
        f'WITH changed AS ({statement} RETURNING "{field.column}" AS owner) '  # noqa: S608 - names of our own tables
        f'UPDATE "{field.related_model._meta.db_table}" SET changed_at = now() WHERE id IN (SELECT owner FROM changed)'
    )
