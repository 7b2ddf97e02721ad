"""Where the database and the broker are: from the environment, else the embedded engines' sockets.

Pure: nothing is started here. Socket paths follow from the home folder alone, so every process finds the same engines.
"""

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DATABASE_NAME = ROLE = "gyoryu"
GREETING_SECONDS = 5
# A machine that is gone says nothing; a page must, and so must a worker within a minute or so.
PATIENCE = {
    "connect_timeout": GREETING_SECONDS,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
BACKEND = "exchange.embedded.database"


def home() -> Path:
    """Folder of all local data (``GYORYU_HOME``, default ``.gyoryu`` in the checkout)."""
    return Path(os.environ.get("GYORYU_HOME") or CHECKOUT / ".gyoryu").absolute()


def runtime() -> Path:
    """Short folder for sockets: a socket's path must stay under 108 bytes, however deep the home lies.

    Never below TMPDIR: that may be long, and differ between two processes of one home.
    """
    digest = hashlib.sha256(f"{os.getuid()}:{home()}".encode()).hexdigest()[:12]
    return Path("/tmp") / f"gyoryu-{digest}"  # noqa: S108 - checked to be ours before use


def valkey_socket() -> Path:
    return runtime() / "valkey.sock"


def postgres_folder() -> Path:
    """Folder of PostgreSQL's socket."""
    return runtime() / "pg"


def is_external() -> bool:
    """Both engines are given from outside, so none of our own is started."""
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def database_settings() -> dict[str, Any]:
    """``DATABASES["default"]``. Raises ``ValueError`` for an address that is none of PostgreSQL's."""
    if url := os.environ.get("DATABASE_URL"):
        given = _given_database(url)
        options = {**PATIENCE, **given.get("OPTIONS", {})}
        return {**given, "ENGINE": BACKEND, "OPTIONS": options, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    return {
        "ENGINE": BACKEND,
        "NAME": DATABASE_NAME,
        "USER": ROLE,
        "HOST": str(postgres_folder()),
        "OPTIONS": PATIENCE,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


def _given_database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql", "psql", "pgsql"} or parts.port == 0 or len(parts.path) < 2:
        raise ValueError("an address such as postgres://user:password@host:5432/name is needed")
    return dict(environ.Env.db_url_config(url))


def redis_url(*, database: int) -> str:
    """Address for Django's cache. A ``REDIS_URL`` names the server; which of its databases we use is ours to say.

    Raises ``ValueError`` for an address that is none of a server.
    """
    if url := os.environ.get("REDIS_URL"):
        parts = urlsplit(url)
        if parts.scheme not in {"redis", "rediss", "unix"} or parts.port == 0:
            raise ValueError("an address such as redis://host:6379 or unix:///path is needed")
        if parts.scheme == "unix":
            return f"unix://{parts.netloc}{parts.path}?db={database}"
        return parts._replace(path=f"/{database}").geturl()
    return f"unix://{valkey_socket()}?db={database}"


def broker_url() -> str:
    """Address for Celery, which has a scheme of its own for sockets."""
    url = redis_url(database=0)
    return url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")


def secret_key() -> str:
    """This installation's own key, made once and kept in the home folder (mode 0600), whole or not at all."""
    path = home() / "secret_key"
    if not path.is_file() or not path.stat().st_size:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as fresh:
            fresh.write(secrets.token_urlsafe(50))
            fresh.flush()
            _put_first(Path(fresh.name), path)
    return path.read_text()


def _put_first(fresh: Path, path: Path) -> None:
    """Of several processes that start at once all keep what the first one put there; an empty file counts as none."""
    with suppress(FileNotFoundError):
        if not path.stat().st_size:
            path.unlink()
    with suppress(FileExistsError):
        os.link(fresh, path)
