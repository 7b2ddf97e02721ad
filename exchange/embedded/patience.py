"""A database that hangs takes connections and statements and says nothing. Whoever serves a page gives up on it in time.

The server ends a statement that takes too long by itself; a server that hangs does not even that, so the client's own
patience is a little longer. Workers and commands have all the time they need.
"""

from typing import Any, TypeVar

import psycopg
from django.db import connection
from psycopg.abc import PQGen

from exchange.embedded.endpoints import GREETING_SECONDS

# Of a page, whose longest takes a second or so. Submitting may wait for others who submit.
STATEMENT_SECONDS = 30

Answer = TypeVar("Answer")


class SilenceError(psycopg.OperationalError):
    """The server said nothing for as long as the connection is patient."""


class PatientConnection(psycopg.Connection[Any]):
    """Waits ``patience`` seconds for any answer; for ever while that is ``None``."""

    patience: float | None = None

    def wait(self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None) -> Answer:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:  # noqa: SLF001 - the only name that it has
            if timeout is not None:
                raise
            # What would come yet belongs to nobody: the connection is of no more use.
            self.pgconn.finish()
            raise SilenceError(f"no answer within {self.patience} seconds") from error


def meet_database() -> None:
    """Before a page is served: that the database answers, and from here on in time. Raises what Django raises."""
    held: PatientConnection | None = connection.connection
    if held is not None and held.patience is not None:
        held.patience = GREETING_SECONDS
    with connection.cursor() as cursor:
        met: PatientConnection = connection.connection
        if met.patience is None:
            met.patience = GREETING_SECONDS
            cursor.execute(f"SET statement_timeout = {round(STATEMENT_SECONDS * 1000)}")
        met.patience = STATEMENT_SECONDS + GREETING_SECONDS


def is_silence(error: BaseException) -> bool:
    """Of an error of Django's: nobody answered, which others need not find out for themselves."""
    return isinstance(error.__cause__, SilenceError | psycopg.errors.ConnectionTimeout)
