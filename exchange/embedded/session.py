"""Engines for the length of one command: attach to the running ones, or start them and stop them after."""

import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.lock import Ownership
from exchange.embedded.postgres import Postgres
from exchange.embedded.valkey import Valkey

# Commands that read neither database nor broker; ``up`` manages the engines by itself.
WITHOUT_ENGINES = frozenset(
    {
        "check",
        "collectstatic",
        "compile_catalogues",
        "evaluate",
        "help",
        "makemessages",
        "shell_plus",
        "spectacular",
        "up",
        "version",
    }
)
ATTACH_SECONDS = 30


def needs_engines(arguments: Sequence[str]) -> bool:
    """Whether ``manage.py`` with these arguments reads the database or the broker."""
    if endpoints.is_external() or len(arguments) < 2 or {"--help", "-h", "--version"} & set(arguments):
        return False
    return arguments[1] not in WITHOUT_ENGINES


def _make_runtime() -> None:
    """Make the sockets' folder ours alone; refuse one that somebody else has put in its place."""
    folder = endpoints.runtime()
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise EngineError(f"{folder} belongs to somebody else: remove it, or set TMPDIR to a folder of your own.")
    # As root the server runs as another user, who must pass through to its own 0700 folder inside.
    folder.chmod(0o711 if os.getuid() == 0 else 0o700)


def _wait_for_owner() -> None:
    """Another process owns the engines; wait until it has started them."""
    deadline = time.monotonic() + ATTACH_SECONDS
    socket = endpoints.postgres_folder() / ".s.PGSQL.5432"
    while time.monotonic() < deadline:
        if socket.exists() and endpoints.valkey_socket().exists():
            return
        time.sleep(0.05)
    raise EngineError("Another Gyoryu process holds the engines but they do not answer: stop it and try again.")


@contextmanager
def running_engines(*, throw_away: bool = False) -> Iterator[bool]:
    """Engines run inside the block; yields whether they are ours (else: attached).

    Raises:
        EngineError: an engine cannot start.
    """
    endpoints.home().mkdir(parents=True, exist_ok=True)
    _make_runtime()
    ownership = Ownership(endpoints.home() / "engines.lock")
    if not ownership.acquire():
        _wait_for_owner()
        yield False
        return
    postgres, valkey = Postgres(throw_away=throw_away), Valkey(throw_away=throw_away)
    try:
        postgres.start()
        valkey.start()
        yield True
    finally:
        valkey.stop()
        postgres.stop()
        ownership.release()


@contextmanager
def engines_for(arguments: Sequence[str]) -> Iterator[None]:
    """Engines for ``manage.py`` with these arguments, or none; a failure is one line and status 1."""
    if not needs_engines(arguments):
        yield
        return
    try:
        with running_engines():
            yield
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from None


def throw_away_home(folder: Path) -> None:
    """Point this process and its children at a home of their own (tests)."""
    os.environ["GYORYU_HOME"] = str(folder)
    os.environ["GYORYU_POSTGRES_ROOT"] = str(folder)
