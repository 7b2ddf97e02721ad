"""The words a row is found by, kept beside the row so that its audit log and its readers are not burdened with them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

MOST_KEYS = 4000
"""Far more different words than a profile or a summary may have; a bound all the same."""


class KeysField(SearchVectorField):  # type: ignore[type-arg]
    """Assigned as keys, stored as they are: no dictionary and no parser, which would know no Hangul.

    Empty keys are left out.
    """

    def get_placeholder(self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> str:
        return "array_to_tsvector(%s::text[])"

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else sorted(set(value) - {""})[:MOST_KEYS]


@KeysField.register_lookup
class Matches(models.Lookup):
    """``field__matches="'word':* & 'other'"``: a text query taken as it is."""

    lookup_name = "matches"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*left_params, self.rhs)


class SearchEntry(models.Model):
    """Base of the rows that hold the keys of one other row."""

    keys = KeysField(_("search keys"))

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["keys"], name="%(class)s_keys")]

    @classmethod
    def refresh(cls, subjects: Iterable[Any]) -> None:
        """Bring the entries of ``subjects`` (saved, with ``search_keys``) up to date in one statement."""
        entry: Any = cls  # the abstract base lacks the field "subject" that every entry has
        entry.objects.bulk_create(
            [entry(pk=subject.pk, keys=subject.search_keys) for subject in subjects],
            update_conflicts=True,
            update_fields=["keys"],
            unique_fields=["pk"],
            batch_size=500,
        )


def disjunction(ways: list[list[tuple[str, bool]]]) -> str:
    """A text query: one of ``ways`` holds, each a list of keys (whole, or only begun) that must all be there.

    >>> disjunction([[("kim", True)], [("^김", False), ("~minji", False)]])
    "('kim':*) | ('^김' & '~minji')"
    """
    return " | ".join("(" + " & ".join(_quoted(*key) for key in way) + ")" for way in ways)


def _quoted(key: str, begins: bool) -> str:
    escaped = key.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'{':*' if begins else ''}"
