"""Set-based create-or-update that knows what really changed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Model


def upsert(
    model: type[Model], key: str, wanted: Mapping[str, Mapping[str, Any]], *, initial: Mapping[str, Any] | None = None
) -> tuple[Counter[str], dict[str, Any]]:
    """Make rows of ``model`` match ``wanted`` (key value to field values), in three queries.

    ``initial`` is given to new rows only: what people decide later is theirs.

    Returns the counts (created, updated, unchanged) and the rows by key, changed ones among them saved.
    """
    known = {getattr(row, key): row for row in model._default_manager.filter(**{f"{key}__in": list(wanted)})}
    fresh = [
        model(**{key: value}, **fields, **(initial or {})) for value, fields in wanted.items() if value not in known
    ]
    changed = [row for value, row in known.items() if _assign(row, wanted[value])]
    fields = sorted({field for values in wanted.values() for field in values})
    model._default_manager.bulk_create(fresh)
    if changed:
        model._default_manager.bulk_update(changed, fields)
    counts = Counter(created=len(fresh), updated=len(changed), unchanged=len(known) - len(changed))
    return counts, known | {getattr(row, key): row for row in fresh}


def _assign(row: Model, fields: Mapping[str, Any]) -> bool:
    """Set ``fields`` on ``row``; return whether one differed."""
    different = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)
