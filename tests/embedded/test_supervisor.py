"""``manage.py up``: what it refuses, and that nothing outlives it, however it dies."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from exchange.embedded.supervisor import Child, Supervisor
from tests import database
from tests.embedded.waiting import free_port, wait_until

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def family_of(home: Path) -> list[psutil.Process]:
    """Every live process that carries this home in its environment or command line."""
    found = []
    for process in psutil.process_iter():
        try:
            text = " ".join(process.cmdline()) + str(process.environ().get("GYORYU_HOME", ""))
            if str(home.parent) in text and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


@contextmanager
def supervisor(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-W", "ignore", str(MANAGE), "up", "--port", str(port)]
    with (home.parent / "up.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "SECRET_KEY": "test"})
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        wait_until(lambda: not family_of(home), 20)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_nothing_outlives_a_killed_supervisor_and_the_next_start_works(
    migrated_dump: Path | None, own_home: Path
) -> None:
    if migrated_dump is not None:
        database.fill_home(migrated_dump, {**os.environ, "SECRET_KEY": "test"})
    port = free_port()
    with supervisor(own_home, port) as process:
        assert wait_until(lambda: answers(port), 300), (own_home.parent / "up.log").read_text()
        process.send_signal(signal.SIGKILL)
        assert wait_until(lambda: not family_of(own_home), 30), family_of(own_home)
    with supervisor(own_home, port) as process:
        assert wait_until(lambda: answers(port), 120), (own_home.parent / "up.log").read_text()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert family_of(own_home) == []


def test_a_taken_port_is_one_line(own_home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-W", "ignore", str(MANAGE), "up", "--port", str(port)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == (
        f"CommandError: Port {port} on 127.0.0.1 is already taken: choose another with PORT=… or --port.\n"
    )


def test_a_child_that_dies_again_and_again_is_given_up(own_home: Path) -> None:
    child = Child("broken", ["false"], grace=1)
    for now in (0.0, 5.0, 10.0):
        child.note_death(now)
        assert child.is_hopeless is False
    child.note_death(15.0)
    assert child.is_hopeless is True


def test_a_child_that_dies_now_and_then_is_restarted_for_ever(own_home: Path) -> None:
    child = Child("weary", ["false"], grace=1)
    for hour in range(10):
        child.note_death(hour * 3600.0)
        assert child.not_before == pytest.approx(hour * 3600.0 + 2.0)
    assert child.is_hopeless is False


def test_the_others_wait_for_the_web_servers_first_answer(own_home: Path) -> None:
    web, worker = Child("web", ["sleep", "60"], grace=1), Child("worker", ["sleep", "60"], grace=1)
    supervisor = Supervisor([web, worker])
    before_announcement: list[bool] = []

    def announce() -> None:
        before_announcement.append(worker.process is None)
        os.kill(os.getpid(), signal.SIGTERM)

    supervisor.start()
    try:
        assert supervisor.watch(answers=lambda: True, announce=announce) == 0
        assert before_announcement == [True]
        assert worker.process is not None
    finally:
        supervisor.stop()
    assert (web.process, worker.process) == (None, None)


def test_a_web_server_that_never_answers_ends_the_start(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    web = Child("web", ["sh", "-c", "echo no such setting; exit 1"], grace=1)
    web.deaths.extend([time.monotonic()] * 3)
    supervisor = Supervisor([web])
    supervisor.start()
    assert supervisor.watch(answers=lambda: False, announce=pytest.fail) == 1
    assert capsys.readouterr().err == f"web keeps dying: no such setting (whole log: {web.log})\n"
