"""The watchdog ends what its owner leaves, and only that."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from exchange.embedded import watchdog


def test_orders_leave_what_is_neither_ended_nor_forgotten() -> None:
    lines = ["+11 9\n", "+12 15\n", "-11\n", "/somewhere\n"]
    assert watchdog.read_orders(lines) == ({12: signal.SIGTERM}, ["/somewhere"])


@pytest.fixture
def stubborn() -> subprocess.Popen[bytes]:
    """A group whose leader ignores SIGTERM and has a child that does too."""
    return subprocess.Popen(
        ["sh", "-c", "trap '' TERM; sleep 60 & echo ready; wait"], stdout=subprocess.PIPE, start_new_session=True
    )


def test_a_group_that_ignores_the_request_is_killed_whole_when_the_owner_is_gone(
    stubborn: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "throw-away"
    folder.mkdir()
    assert stubborn.stdout is not None
    assert stubborn.stdout.readline() == b"ready\n"
    orders = f"+{stubborn.pid} {signal.SIGTERM.value}\n{folder}\n"
    subprocess.run([sys.executable, "-I", "-S", watchdog.__file__], input=orders, text=True, check=True, timeout=20)
    assert stubborn.wait() == -signal.SIGKILL
    # The pipe ends when the last of the group has closed it: the grandchild is gone too.
    assert stubborn.stdout.read() == b""
    stubborn.stdout.close()
    assert folder.exists() is False
