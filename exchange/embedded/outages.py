"""What stops work from outside, told in one line instead of a traceback: no database, one that is not migrated, a full disk."""

import enum
import errno
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.utils import Error, InterfaceError
from psycopg import errors

from exchange.embedded.readiness import is_unmigrated


class Outage(enum.Enum):
    """The value is for the log and for whoever is at the terminal."""

    DATABASE = "The database does not answer"
    UNMIGRATED = "The database is not migrated: run manage.py migrate"
    FULL = "There is no space left on the disk"


# Codes of the server: it shuts down, has crashed, is starting, has no place for another connection, takes too long.
GONE = {"57P01", "57P02", "57P03", "53300", "57014"}
STALE = (errors.UndefinedTable, errors.UndefinedColumn)


def outage_in(error: BaseException | None) -> Outage | None:
    """Of an error or of what caused it; ``None`` for a mistake of ours, whose traceback is wanted."""
    while error is not None:
        if is_full(error):
            return Outage.FULL
        if isinstance(error, STALE):
            return Outage.UNMIGRATED if _is_unmigrated() else None
        if _is_of_no_answer(error):
            return Outage.DATABASE
        error = error.__cause__ or error.__context__
    return None


def is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, errors.DiskFull)


@contextmanager
def in_one_line() -> Iterator[None]:
    """For commands, workers and the schedule: the line, and status 1."""
    try:
        yield
    except Exception as error:
        if (found := outage_in(error)) is None:
            raise
        raise SystemExit(_line(found, error)) from None


def refuse_unready() -> None:
    """Ends a worker or the schedule that could not do anything."""
    with in_one_line():
        connection.ensure_connection()
        if is_unmigrated():
            raise SystemExit(f"{Outage.UNMIGRATED.value}.")


def _is_unmigrated() -> bool:
    """A database that cannot even be asked is another outage."""
    try:
        return is_unmigrated()
    except Error:
        return False


def _is_of_no_answer(error: BaseException) -> bool:
    """What the client says by itself has no code of the server's: it could not connect, or lost its connection."""
    if isinstance(error, psycopg.InterfaceError | InterfaceError):
        return True
    return isinstance(error, psycopg.OperationalError) and (error.sqlstate is None or error.sqlstate in GONE)


def _line(outage: Outage, error: BaseException) -> str:
    reason = str(error).strip().partition("\n")[0]
    return f"{outage.value}." if outage is Outage.UNMIGRATED else f"{outage.value}: {reason}"
