"""Servers that the environment names and that are not there: one line, without the password."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exchange.embedded.errors import EngineError
from exchange.embedded.given import refuse_unreachable_broker, refuse_unreachable_database
from exchange.embedded.session import engines_for


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("name", "address", "check"),
    [
        ("DATABASE_URL", "postgres://user:s3cret@127.0.0.1:{}/name", refuse_unreachable_database),
        ("REDIS_URL", "redis://:s3cret@127.0.0.1:{}", refuse_unreachable_broker),
    ],
)
def test_a_server_that_is_not_there_is_one_line(
    name: str,
    address: str,
    check: Callable[[], None],
    closed_port: int,
    own_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check()
    monkeypatch.setenv(name, address.format(closed_port))
    with pytest.raises(EngineError) as caught:
        check()
    line = str(caught.value)
    assert line.startswith(f"{name} names a server that cannot be used now: ")
    assert ("\n" in line, "s3cret" in line) == (False, False)
    with pytest.raises(CommandError, match=name):
        call_command("up", port=closed_port)


def test_commands_about_data_say_it_too(closed_port: int, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://user@127.0.0.1:{closed_port}/name")
    with pytest.raises(SystemExit, match="DATABASE_URL names a server"), engines_for(["manage.py", "migrate"]):
        pytest.fail("it was not refused")
    with engines_for(["manage.py", "check"]):
        pass
