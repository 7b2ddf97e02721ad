"""``manage.py up``: everything on one machine, until Ctrl-C."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.session import Engine, running_engines
from exchange.embedded.supervisor import Supervisor, children

ANSWER_SECONDS = 60


class Command(BaseCommand):
    help = "Start the engines, web server, workers and beat, and serve until Ctrl-C."
    # The database is not there yet when the command starts.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="load invented people and show mails on a page")

    def handle(self, *args: Any, host: str, port: int, demo: bool, **options: Any) -> None:
        _refuse_taken_port(host, port)
        if demo and os.environ.get("GYORYU_DEMO") is None:
            _restart_as_demo(host, port)
        try:
            with nullcontext(()) if endpoints.is_external() else running_engines() as engines:
                _refuse_second_owner(engines)
                status = self._serve(host, port, demo=demo, engines=engines)
        except EngineError as error:
            raise CommandError(str(error)) from None
        if status:
            raise SystemExit(status)

    def _serve(self, host: str, port: int, *, demo: bool, engines: Sequence[Engine]) -> int:
        call_command("migrate", verbosity=0)
        call_command("compile_catalogues", verbosity=0)
        supervisor = Supervisor(children(host, port), engines)
        try:
            supervisor.start()
            if demo:
                call_command("demo", stdout=self.stdout)
            self._announce(host, port)
            return supervisor.watch()
        except KeyboardInterrupt:
            return 0
        finally:
            self.stdout.write("\nStopping …")
            supervisor.stop()

    def _announce(self, host: str, port: int) -> None:
        address = f"http://{host}:{port}/"
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline and not _answers(f"{address}healthz"):
            time.sleep(0.1)
        self.stdout.write(f"\nGyoryu is at {address}   (logs: {endpoints.home() / 'logs'}; Ctrl-C stops it)")
        self.stdout.flush()


def _refuse_second_owner(engines: Sequence[Engine]) -> None:
    if not engines and not endpoints.is_external():
        raise EngineError(
            f"Gyoryu, or one of its commands, already runs on {endpoints.home()}: "
            "stop it first, or use another GYORYU_HOME."
        )


def _restart_as_demo(host: str, port: int) -> None:
    """Settings read the environment once, so the demo's is set before they do: the process replaces itself."""
    os.environ["GYORYU_DEMO"] = "1"
    os.environ.setdefault("SITE_URL", f"http://{host}:{port}")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - ourselves, unchanged arguments


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Port {port} on {host} cannot be used ({error}): choose another with PORT=… or --port."
        ) from None


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
