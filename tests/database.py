"""Migrate once: whoever does it first (beforehand.py, or a worker) keeps a dump of the empty database, the others restore it.

The dump lies in the throw-away home, so one run never sees another's. ``GYORYU_TEST_CACHE`` names a folder that keeps
dumps between runs, by a digest of all migrations, for whoever runs single tests all day.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exchange.embedded import endpoints
from exchange.embedded.postgres import installation

ROOT = Path(__file__).parents[1]
FILL_HOME = """
import sys
from pathlib import Path
from exchange.embedded import endpoints
from exchange.embedded.session import running_engines
from tests import database

with running_engines():
    settings = endpoints.database_settings()
    database.fill(Path(sys.argv[1]), settings, settings["NAME"])
"""


def dump_path() -> Path:
    folder = Path(os.environ.get("GYORYU_TEST_CACHE") or endpoints.home())
    folder.mkdir(parents=True, exist_ok=True)
    sources = [
        ROOT / "constraints.txt",
        *sorted(ROOT.glob("exchange/*/migrations/*.py")),
        *sorted(ROOT.glob("matching/migrations/*.py")),
    ]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(str(source.relative_to(ROOT)).encode() + b"\0" + source.read_bytes())
    return folder / f"migrated-{digest.hexdigest()[:24]}.dump"


@contextmanager
def only_one(dump: Path) -> Iterator[None]:
    """Workers that start together wait for the first one's dump instead of migrating beside it."""
    with dump.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def restore(dump: Path, database: dict[str, Any], name: str) -> None:
    """Fill a new database ``name`` from ``dump``."""
    _run("createdb", database, name)
    fill(dump, database, name)


def fill(dump: Path, database: dict[str, Any], name: str) -> None:
    """Fill the empty database ``name`` from ``dump``."""
    _run("pg_restore", database, "--no-owner", "--exit-on-error", "--dbname", name, str(dump))


def fill_home(dump: Path, environment: dict[str, str]) -> None:
    """The same in a home of one's own, named in ``environment``: migrating is what ``up`` would take longest for."""
    subprocess.run([sys.executable, "-c", FILL_HOME, str(dump)], check=True, cwd=ROOT, env=environment)


def keep(dump: Path, database: dict[str, Any], name: str) -> None:
    """Write the dump whole or not at all."""
    unfinished = dump.with_name(f"{dump.name}.{os.getpid()}")
    _run("pg_dump", database, "--format=custom", "--compress=0", "--file", str(unfinished), name)
    unfinished.replace(dump)


def _run(program: str, database: dict[str, Any], *arguments: str) -> None:
    where = ["--host", str(database["HOST"]), "--username", str(database["USER"])]
    command = [str(installation() / "bin" / program), *where, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.strip()}")
