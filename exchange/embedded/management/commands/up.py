"""``manage.py up``: everything on one machine, until Ctrl-C."""

import errno
import ipaddress
import os
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.given import refuse_unreachable_broker, refuse_unreachable_database
from exchange.embedded.session import Engine, running_engines
from exchange.embedded.supervisor import Supervisor, children


class Command(BaseCommand):
    help = "Start the engines, web server, workers and beat, and serve until Ctrl-C."
    # The database is not there yet when the command starts.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="load invented people and show mails on a page")
        parser.add_argument(
            "--open-demo", action="store_true", help="let other machines reach the demo, where anybody may be anybody"
        )

    def handle(self, *args: Any, host: str, port: int, demo: bool, open_demo: bool, **options: Any) -> None:
        if settings.DEMO and not _is_loopback(host):
            self._warn_of_open_demo(host, is_meant=open_demo)
        _refuse_taken_port(host, port)
        _refuse_unreachable_servers()
        _tell_children(host, port)
        try:
            with nullcontext(()) if endpoints.is_external() else running_engines() as engines:
                _refuse_second_owner(engines)
                status = self._serve(host, port, demo=demo, engines=engines)
        except EngineError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        if status:
            raise SystemExit(status)

    def _serve(self, host: str, port: int, *, demo: bool, engines: Sequence[Engine]) -> int:
        self._say("Making the database, or bringing it up to date (a minute or two the first time) …")
        call_command("migrate", verbosity=0)
        call_command("index_search", verbosity=0)
        call_command("compile_catalogues", verbosity=0)
        if not settings.DEMO:
            call_command("remove_demo", check=True)
        supervisor = Supervisor(children(host, port), engines)
        try:
            supervisor.start()
            if demo:
                self._say("Loading the demo …")
                call_command("demo", stdout=self.stdout)
            return supervisor.watch(answers=lambda: _answers(host, port), announce=lambda: self._announce(host, port))
        finally:
            self._say("\nStopping …")
            supervisor.stop()

    def _say(self, text: str) -> None:
        """At once, also into a file or a pipe, which would keep it back until much more is written."""
        self.stdout.write(text)
        self.stdout.flush()

    def _warn_of_open_demo(self, host: str, *, is_meant: bool) -> None:
        if not is_meant:
            raise CommandError(
                f"The demo's passwords are public and {host} is open to other machines: "
                "use 127.0.0.1, or add --open-demo (with make: OPEN_DEMO=1) if anybody there may be anybody here."
            )
        self.stderr.write(f"The demo is open to other machines on {host}: whoever reaches it can sign in as anybody.")

    def _announce(self, host: str, port: int) -> None:
        self.stdout.write(
            f"\nGyoryu is at http://{_bracketed(host)}:{port}/   (logs: {endpoints.home() / 'logs'}; Ctrl-C stops it)"
        )
        call_command("setup", link=True, quiet_if_done=True, stdout=self.stdout)
        self.stdout.flush()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_second_owner(engines: Sequence[Engine]) -> None:
    if not engines and not endpoints.is_external():
        raise EngineError(
            f"Gyoryu, or one of its commands, already runs on {endpoints.home()}: "
            "stop it first, or use another GYORYU_HOME."
        )


def _tell_children(host: str, port: int) -> None:
    """The address that mails and checks go by, unless the environment has one."""
    if "SITE_URL" not in os.environ:
        # This process too: it loads the demo, whose letters have links.
        os.environ["SITE_URL"] = settings.SITE_URL = f"http://{_bracketed(host)}:{port}"
    names = ["localhost", "127.0.0.1", "[::1]", _bracketed(host), socket.gethostname()]
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys(names)))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        reason = "is already taken" if getattr(error, "errno", 0) == errno.EADDRINUSE else f"cannot be used ({error})"
        raise CommandError(f"Port {port} on {host} {reason}: choose another with PORT=… or --port.") from None


def _refuse_unreachable_servers() -> None:
    try:
        refuse_unreachable_database()
        refuse_unreachable_broker()
    except EngineError as error:
        raise CommandError(str(error)) from None


def _answers(host: str, port: int) -> bool:
    """Whether the web server answers at all; what it says is for its healthcheck to judge."""
    try:
        with urllib.request.urlopen(f"http://{_bracketed(host)}:{port}/healthz", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
