"""Whole columns out of the database as arrays: an object for each value would take minutes of a run, and gigabytes.

Rows of one width lie in PostgreSQL's binary COPY as they can lie in memory: the number of columns, then each value behind
its length.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
TYPES = {"bool": "?", "int4": ">i4", "int8": ">i8", "float8": ">f8"}
HALFVEC = "halfvec"
"""Two shorts, the first the width, then the numbers in half precision; of one width throughout."""

Columns = dict[str, npt.NDArray[Any]]


def some(ids: Collection[int]) -> RawSQL:
    """For ``__in``: as one array, since a placeholder for each of thousands takes longer than to find them."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def layout(types: Mapping[str, str], *, width: int = 0) -> np.dtype[np.void]:
    """Of a row with columns of these types, none of them null; ``width``: of the vectors among them."""
    fields: list[tuple[Any, ...]] = [("columns", ">i2")]
    for name, kind in types.items():
        fields.append((f"{name} length", ">i4"))
        if kind == HALFVEC:
            fields += [(f"{name} head", ">u2", 2), (name, ">f2", width)]
        else:
            fields.append((name, TYPES[kind]))
    return np.dtype(fields)


def read_columns(rows: "QuerySet[Any, Any]", types: Mapping[str, str]) -> Columns:
    """What ``rows``, a ``values_list`` of columns of just these types, none of them null, would give, by name."""
    try:
        return read_sql(*rows.query.sql_with_params(), types)
    except EmptyResultSet:  # what Django sees without asking
        return _columns(memoryview(b""), types)


def read_sql(query: str, params: Any, types: Mapping[str, str]) -> Columns:
    with connection.cursor() as cursor:
        # COPY takes no parameters: they are written into the statement, as Django writes them into its migrations.
        ops: Any = connection.ops
        statement = ops.compose_sql(f"COPY ({query}) TO STDOUT (FORMAT BINARY)", params)
        with cursor.copy(statement) as copy:
            sent = b"".join(copy)
    return _columns(memoryview(sent)[len(HEADER) : -len(END)], types)


def _columns(body: memoryview, types: Mapping[str, str]) -> Columns:
    found = np.frombuffer(body, layout(types, width=_width(body, types)))
    return {name: found[name] for name in types}


def _width(body: memoryview, types: Mapping[str, str]) -> int:
    """Of the vectors, which come last."""
    if HALFVEC not in types.values() or not len(body):
        return 0
    before = layout({name: kind for name, kind in types.items() if kind != HALFVEC}).itemsize
    return int.from_bytes(body[before + 4 : before + 6], "big")
