"""Addresses: the environment's servers where it names them, else the sockets of our own."""

from pathlib import Path

import pytest

from exchange.embedded import endpoints


@pytest.mark.parametrize(
    ("given", "cache", "broker"),
    [
        ("redis://host:6379", "redis://host:6379/1", "redis://host:6379/0"),
        ("redis://:word@host:6379/0", "redis://:word@host:6379/1", "redis://:word@host:6379/0"),
        (
            "rediss://host/5?ssl_cert_reqs=none",
            "rediss://host/1?ssl_cert_reqs=none",
            "rediss://host/0?ssl_cert_reqs=none",
        ),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=1", "redis+socket:///run/valkey.sock?virtual_host=0"),
    ],
)
def test_a_given_server_is_used_whatever_its_form(
    given: str, cache: str, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", given)
    assert endpoints.redis_url(database=1) == cache
    assert endpoints.broker_url() == broker


def test_without_one_the_sockets_follow_from_the_home(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = endpoints.valkey_socket()
    assert endpoints.redis_url(database=1) == f"unix://{socket}?db=1"
    assert endpoints.broker_url() == f"redis+socket://{socket}?virtual_host=0"
    assert endpoints.database_settings()["HOST"] == str(endpoints.postgres_folder())
    monkeypatch.setenv("TMPDIR", "/another")
    assert endpoints.valkey_socket() == socket
    monkeypatch.setenv("GYORYU_HOME", str(own_home / "other"))
    assert endpoints.valkey_socket() != socket


def test_a_key_that_was_never_written_is_made_again_and_then_kept(own_home: Path) -> None:
    own_home.mkdir(parents=True, exist_ok=True)
    (own_home / "secret_key").touch()
    key = endpoints.secret_key()
    assert (len(key) > 60, endpoints.secret_key()) == (True, key)
    assert (own_home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own_home.iterdir()] == ["secret_key"]
