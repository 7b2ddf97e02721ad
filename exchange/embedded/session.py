"""Engines for the length of one command: attach to the running ones, or start them and stop them after."""

import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.given import refuse_unreachable_database
from exchange.embedded.lock import Lock
from exchange.embedded.postgres import Postgres
from exchange.embedded.valkey import Valkey

Engine = Postgres | Valkey

# Commands that read neither database nor broker; ``up`` manages the engines by itself.
WITHOUT_ENGINES = frozenset(
    {
        "check",
        "collectstatic",
        "compile_catalogues",
        "diffsettings",
        "evaluate",
        "evaluate_bands",
        "evaluate_crosslingual",
        "help",
        "makemessages",
        "spectacular",
        "train_korean",
        "up",
        "version",
    }
)
ATTACH_SECONDS = 120


def needs_engines(arguments: Sequence[str]) -> bool:
    """Whether ``manage.py`` with these arguments reads the database or the broker."""
    return not endpoints.is_external() and is_about_data(arguments)


def is_about_data(arguments: Sequence[str]) -> bool:
    if len(arguments) < 2 or {"--help", "-h", "--version"} & set(arguments):
        return False
    return arguments[1] not in WITHOUT_ENGINES


def embedded_engines(*, throw_away: bool = False, lock: int | None = None) -> list[Engine]:
    """The engines that are not given from outside, in the order in which they start."""
    engines: list[Engine] = []
    if not os.environ.get("DATABASE_URL"):
        engines.append(Postgres(throw_away=throw_away, lock=lock))
    if not os.environ.get("REDIS_URL"):
        engines.append(Valkey(throw_away=throw_away, lock=lock))
    return engines


@contextmanager
def running_engines(*, throw_away: bool = False, for_others: bool = False) -> Iterator[Sequence[Engine]]:
    """Engines run inside the block; yields those that are ours (none: attached to another command's).

    With ``for_others`` ours run on at the end until the commands that have attached to them are done.

    Raises:
        EngineError: an engine cannot start, or its owner does not answer.
    """
    _make_home()
    _make_runtime()
    ownership, users = Lock(endpoints.home() / "engines.lock"), Lock(endpoints.home() / "users.lock")
    if not _own_or_attach(ownership):
        users.take(shared=True, wait=True)
        try:
            yield ()
        finally:
            users.release()
        return
    started: list[Engine] = []
    try:
        for engine in embedded_engines(throw_away=throw_away, lock=ownership.file):
            started.append(engine)
            engine.start()
        yield started
        if for_others:
            _wait_for_users(users)
    finally:
        for engine in reversed(started):
            engine.stop()
        ownership.release()


@contextmanager
def engines_for(arguments: Sequence[str]) -> Iterator[None]:
    """Engines for ``manage.py`` with these arguments, or none; a failure is one line and status 1."""
    if arguments[1:2] == ["up"] and "--demo" in arguments:
        os.environ.setdefault("GYORYU_DEMO", "1")  # settings read it once, before the command has its options
    try:
        if is_about_data(arguments):
            refuse_unreachable_database()
    except EngineError as error:
        sys.exit(str(error))
    if not needs_engines(arguments):
        yield
        return
    try:
        with running_engines(for_others=True):
            yield
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from None


def _make_home() -> None:
    home = endpoints.home()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError(f"Cannot make {home}: {error.strerror}. Choose another with GYORYU_HOME.") from None
    if not os.access(home, os.W_OK):
        raise EngineError(f"Cannot write to {home}: choose another folder with GYORYU_HOME.")


def _make_runtime() -> None:
    """Make the sockets' folder ours alone; refuse one that somebody else has put in its place."""
    folder = endpoints.runtime()
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise EngineError(f"{folder} belongs to somebody else: remove it, or choose another GYORYU_HOME.")
    # As root the server runs as another user, who must pass through to its own 0700 folder inside.
    folder.chmod(0o711 if os.getuid() == 0 else 0o700)


def _own_or_attach(ownership: Lock) -> bool:
    """Return True as the owner, False once the owner's engines answer; either may take a moment after a crash."""
    deadline = time.monotonic() + ATTACH_SECONDS
    while not ownership.take():
        if all(engine.answers() for engine in embedded_engines()):
            return False
        if time.monotonic() > deadline:
            raise EngineError("Another Gyoryu process holds the engines but they do not answer: stop it and try again.")
        time.sleep(0.05)
    return True


def _wait_for_users(users: Lock) -> None:
    if not users.take():
        sys.stderr.write("Another command still uses this one's engines: waiting for it to end.\n")
        users.take(wait=True)
    users.release()
