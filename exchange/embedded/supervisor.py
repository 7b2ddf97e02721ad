"""Web server, workers and beat as children of one process that restarts what dies and stops all in order."""

import math
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from exchange.embedded import endpoints
from exchange.embedded.process import end_group, spawn, stop, tail
from exchange.embedded.session import Engine

POLL_SECONDS = 0.2
QUICK_SECONDS = 30
MOST_QUICK_DEATHS = 4


@dataclass
class Child:
    """One long-running command; ``grace`` is how long it may take to finish its work when stopped."""

    name: str
    command: Sequence[str]
    grace: float
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_QUICK_DEATHS))
    not_before: float = math.inf  # nobody has asked for it yet

    @property
    def log(self) -> Path:
        return endpoints.home() / "logs" / f"{self.name}.log"

    def start(self) -> None:
        self.process = spawn(self.command, log=self.log, environment=dict(os.environ))

    def note_death(self, now: float) -> None:
        """Back off: the n-th quick death in a row waits 2 to the n seconds."""
        if self.process is not None:
            end_group(self.process.pid)
            self.process = None
        self.deaths.append(now)
        recent = sum(now - death < QUICK_SECONDS for death in self.deaths)
        self.not_before = now + 2.0**recent

    @property
    def is_hopeless(self) -> bool:
        return len(self.deaths) == MOST_QUICK_DEATHS and self.deaths[-1] - self.deaths[0] < QUICK_SECONDS

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, sign=signal.SIGTERM, grace=self.grace)
            self.process = None


def children(host: str, port: int) -> list[Child]:
    """The processes of one machine, in the order in which they start; they stop in the reverse order."""
    python = [sys.executable, "-W", "ignore", "-m"]
    celery = [*python, "celery", "-A", "exchange.config.celery"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return [
        Child("web", [*python, "gunicorn", *gunicorn_options(host, port)], grace=10),
        Child("worker-default", [*worker, "-Q", "default", "-c", "2", "-n", "default@%h"], grace=15),
        # The model must not be loaded before a fork, so this queue's worker does not fork.
        Child("worker-embed", [*worker, "-Q", "embed,shards", "--pool", "solo", "-n", "embed@%h"], grace=30),
        Child("beat", [*celery, "beat", "--loglevel", "INFO", "--pidfile="], grace=5),
    ]


def gunicorn_options(host: str, port: int) -> list[str]:
    bind = f"[{host}]" if ":" in host else host
    options = ["exchange.config.wsgi:application", "--bind", f"{bind}:{port}", "--worker-class", "gthread"]
    # Longer than proxies keep an idle connection: gunicorn's own 2 s close many just as a request comes on them.
    # A Korean letter takes nine characters in an address: a search of some hundred passes, as it does through nginx.
    options += ["--limit-request-line", "8190"]
    options += ["--keep-alive", "75", "--logger-class", "exchange.http.keys_in_logs.AccessLogger"]
    return [*options, "--workers", "2", "--threads", "4", "--access-logfile", "-", "--no-control-socket"]


class Supervisor:
    def __init__(self, family: Sequence[Child], engines: Sequence[Engine] = ()) -> None:
        self._family = family
        self._engines = engines
        self._stopping = False

    def start(self) -> None:
        """Start the first child, the web server; the others wait for its first answer, so that it comes soon."""
        self._family[0].start()

    def watch(self, *, answers: Callable[[], bool], announce: Callable[[], None]) -> int:
        """Serve until told to stop, and announce the first answer; return the exit status.

        Whatever dies again and again is reported and tried on; before the first answer it ends the start.
        """
        announced = False
        with self._signals():
            while not self._stopping:
                if not announced and answers():
                    announced = True
                    announce()
                    for child in self._family[1:]:
                        child.start()
                if (hopeless := self._revive()) is not None:
                    sys.stderr.write(
                        f"{hopeless.name} keeps dying: {tail(hopeless.log, 1)} (whole log: {hopeless.log})\n"
                    )
                    if not announced:
                        return 1
                time.sleep(POLL_SECONDS)
        return 0

    def stop(self) -> None:
        for child in reversed(self._family):
            child.stop()

    def _revive(self) -> Child | None:
        """Restart the dead whose time has come; return a child that has just died once too often."""
        for engine in self._engines:
            if engine.process is not None and engine.process.poll() is not None:
                sys.stderr.write(f"{engine.name} has died and is started again (log: {engine.log}).\n")
                engine.start()
        now = time.monotonic()
        for child in self._family:
            if child.process is not None and child.process.poll() is not None:
                child.note_death(now)
                if child.is_hopeless:
                    return child
            if child.process is None and now >= child.not_before:
                child.start()
        return None

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def ask(*_: object) -> None:
            self._stopping = True

        before = {sign: signal.signal(sign, ask) for sign in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sign, handler in before.items():
                with suppress(TypeError):
                    signal.signal(sign, handler)
