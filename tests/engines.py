"""pytest plugin: throw-away engines once per session, shared by the workers of xdist."""

import atexit
import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

_stack = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the engines before Django's settings are read; workers get their address through the environment."""
    options = early_config.known_args_namespace
    if os.environ.get("GYORYU_TEST_ENGINES") or options.collectonly or options.help:
        return
    from exchange.embedded import endpoints
    from exchange.embedded.catalogues import compile_catalogue, stale_catalogues
    from exchange.embedded.process import WATCHDOG
    from exchange.embedded.session import running_engines

    for source in stale_catalogues(Path(__file__).parents[1] / "locale"):
        compile_catalogue(source)
    if endpoints.is_external():
        return
    folder = Path(tempfile.mkdtemp(prefix="gyoryu-test-"))
    folder.chmod(0o755)
    os.environ["GYORYU_HOME"] = str(folder)
    os.environ["GYORYU_TEST_ENGINES"] = "1"
    # All workers and the products they start share what one of them compiles.
    os.environ["NUMBA_CACHE_DIR"] = str(Path(os.environ.get("GYORYU_TEST_CACHE") or folder) / "compiled")
    for throw_away in (folder, endpoints.runtime()):
        WATCHDOG.remove_at_end(throw_away)
    atexit.register(_stack.close)  # a run that fails before it is configured is never unconfigured
    _stack.enter_context(running_engines(throw_away=True))
    if getattr(options, "numprocesses", None):
        _migrate_beforehand(folder / "beforehand.log")


def _migrate_beforehand(log: Path) -> None:
    """Whoever needs the database waits for it (database.py)."""
    from exchange.embedded.process import spawn, stop
    from tests import database

    if not database.dump_path().exists():
        migrating = spawn([sys.executable, "-W", "ignore", "-m", "tests.beforehand"], log=log)
        _stack.callback(stop, migrating, sign=signal.SIGTERM, grace=5)


def pytest_unconfigure() -> None:
    _stack.close()
