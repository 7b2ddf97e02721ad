"""A home of its own for each test that starts engines beside the session's."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.embedded import endpoints
from tests import database


@pytest.fixture(scope="session")
def migrated_dump(django_db_setup: None) -> Path | None:
    """Of the engines that all tests share, before any test names a home of its own; none where a server is given."""
    return None if endpoints.is_external() else database.dump_path()


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # As root the server runs as another user, who must pass through; xdist adds a folder of its own.
    for parent in (tmp_path, *tmp_path.parents):
        if parent != Path(tempfile.gettempdir()) and parent.is_relative_to(tempfile.gettempdir()):
            parent.chmod(0o755)
    for name in ("DATABASE_URL", "REDIS_URL", "GYORYU_DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GYORYU_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(os.environ, "GYORYU_TEST_ENGINES", "1")
    yield tmp_path / "home"
    shutil.rmtree(endpoints.runtime(), ignore_errors=True)
