"""A second connection whose work has to wait for the first one's."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

SECONDS = 60  # a bound for a machine under load; it is left as soon as the condition holds


class Beside:
    """``work`` in a thread of its own; ``end`` gives what it returned, or raises what it raised."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work, self._result, self._error = work, None, None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # told by ``end``
            self._error = error
        finally:
            connection.close()

    def wait_until_it_waits(self) -> None:
        """Until some connection asks for a lock that it does not get."""
        deadline = time.monotonic() + SECONDS
        while not _somebody_waits():
            assert self._thread.is_alive(), f"it did not wait: {self._error or self._result!r}"
            assert time.monotonic() < deadline
            self._thread.join(0.01)

    def end(self) -> Any:
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()
        if self._error is not None:
            raise self._error
        return self._result


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
