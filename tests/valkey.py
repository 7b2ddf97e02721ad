"""A Valkey of the test's own, which it may end or let hang: the session's serves the tests beside it."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.db import connection
from pytest_django import Settings

from exchange.embedded import absence, endpoints
from exchange.embedded.valkey import Valkey
from exchange.http.caches import TABLE


class OwnValkey:
    def __init__(self) -> None:
        self.server = Valkey(throw_away=True)
        self.hangs = False

    def leave(self, how: str) -> None:
        """Be ``gone``, or ``hanging``: connections are taken, and nothing is said."""
        assert self.server.process is not None
        if how == "gone":
            self.server.stop()
        else:
            self.server.process.send_signal(signal.SIGSTOP)
            self.hangs = True

    def come_back(self) -> None:
        if self.hangs and self.server.process is not None:
            self.server.process.send_signal(signal.SIGCONT)
            self.hangs = False
        elif self.server.process is None:
            self.server.start()

    def end(self) -> None:
        self.come_back()
        self.server.stop()


def forget_tries() -> None:
    """What was counted in the database, which no test's cast empties."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE}")


@pytest.fixture
def own_valkey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[OwnValkey]:
    """In front of cache and Celery for the length of the test; asked again at once when it is back."""
    with monkeypatch.context() as patch:
        patch.setenv("GYORYU_HOME", str(tmp_path / "valkey"))
        patch.delenv("REDIS_URL", raising=False)
        endpoints.runtime().mkdir(mode=0o700)
        own, cache, broker = OwnValkey(), endpoints.redis_url(database=1), endpoints.broker_url()
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": cache}}
    monkeypatch.setitem(current_app.conf, "broker_url", broker)
    own.server.start()
    yield own
    own.end()
    absence.VALKEY.note_answer()
    own.server.socket.parent.rmdir()
