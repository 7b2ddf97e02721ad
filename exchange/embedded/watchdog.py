"""A small process that ends what a killed Gyoryu leaves behind: grandchildren too, and on every system.

It reads lines from its standard input: ``+PID SIGNAL`` (a group to end), ``-PID`` (it has ended), ``/PATH`` (a folder
to remove). The other end of that pipe closes when its owner dies, however it dies; then it acts. Standard library only
and run by path, so that it starts in a few milliseconds.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 5.0


def read_orders(lines: Iterable[str]) -> tuple[dict[int, int], list[str]]:
    """Return what is left to end (group: signal) and to remove, once ``lines`` end."""
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in lines:
        if line.startswith("/"):
            folders.append(line.rstrip("\n"))
        elif line.startswith("+"):
            pid, sign = line[1:].split()
            groups[int(pid)] = int(sign)
        else:
            groups.pop(int(line[1:]), None)
    return groups, folders


def signal_group(group: int, sign: int) -> bool:
    """Return whether the group still has members."""
    try:
        os.killpg(group, sign)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group of zombies
        return False
    return True


def end_groups(groups: dict[int, int]) -> None:
    """Ask each group to end, wait, then kill the rest."""
    left = [group for group, sign in groups.items() if signal_group(group, sign)]
    deadline = time.monotonic() + GRACE_SECONDS
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [group for group in left if signal_group(group, 0)]
    for group in left:
        signal_group(group, signal.SIGKILL)


if __name__ == "__main__":
    orders, removals = read_orders(sys.stdin)
    end_groups(orders)
    for removal in removals:
        shutil.rmtree(removal, ignore_errors=True)
