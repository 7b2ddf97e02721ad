"""pytest plugin: throw-away engines once per session, shared by the workers of xdist."""

import os
import shutil
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
    from exchange.embedded.session import running_engines, throw_away_home

    if endpoints.is_external():
        return
    folder = Path(tempfile.mkdtemp(prefix="gyoryu-test-"))
    folder.chmod(0o755)
    throw_away_home(folder)
    os.environ["GYORYU_TEST_ENGINES"] = "1"
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    _stack.callback(shutil.rmtree, endpoints.runtime(), ignore_errors=True)
    _stack.enter_context(running_engines(throw_away=True))


def pytest_unconfigure() -> None:
    _stack.close()
