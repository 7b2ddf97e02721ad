"""PostgreSQL's own programs, from the wheel or, for a server of one's own, from the system where they are new enough."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from psycopg import pq
from psycopg.conninfo import make_conninfo

from exchange.embedded.backups.errors import BackupError
from exchange.embedded.errors import EngineError
from exchange.embedded.postgres import installation


def command(name: str, *arguments: str) -> list[str]:
    """``name`` for our database. The system's comes first for a server of one's own: the wheel's knows no TLS."""
    newest = connection.pg_version // 10_000  # type: ignore[attr-defined]
    for program in _candidates(name):
        if _major(program) >= newest:
            return [str(program), *arguments]
    raise BackupError(f"The server is PostgreSQL {newest}: install its {name} (package postgresql-client-{newest}).")


def address() -> str:
    """For ``--dbname``; the password goes through the environment, which others cannot read."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()} - {"password"}
    given = connection.get_connection_params()
    return make_conninfo(**{name: value for name, value in given.items() if name in known and value is not None})


def environment() -> dict[str, str]:
    password = connection.settings_dict["PASSWORD"]
    return {**os.environ, "PGTZ": "UTC", **({"PGPASSWORD": str(password)} if password else {})}


def run(arguments: list[str]) -> str:
    """What it says. Raises :class:`BackupError` with the first line of its complaint."""
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        arguments, capture_output=True, text=True, check=False, env=environment(), errors="replace"
    )
    if done.returncode:
        raise BackupError(complaint(Path(arguments[0]).name, done.stderr))
    return done.stdout


def complaint(program: str, said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it ended without a word"]
    worst = next((line for line in lines if "error:" in line.lower()), lines[0])
    return f"{program}: {re.sub(r'^.*?error: *', '', worst, flags=re.IGNORECASE)}"


def _candidates(name: str) -> Iterator[Path]:
    if os.environ.get("DATABASE_URL") and (found := shutil.which(name)):
        yield Path(found)
    try:
        yield installation() / "bin" / name
    except EngineError:
        return


def _major(program: Path) -> int:
    done = subprocess.run(  # noqa: S603 - as above
        [str(program), "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\d+", done.stdout)
    return int(found.group()) if found else 0
