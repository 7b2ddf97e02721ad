"""Child processes that die with their parent, and pids that are checked before they are believed."""

import atexit
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from exchange.embedded import watchdog

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 10_000_000  # bytes; a larger one makes way at the next start


class Watchdog:
    """Our side of ``watchdog.py``, started with the first child."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def guard(self, pid: int, *, sign: int) -> None:
        """End the group of ``pid`` with ``sign`` should we die before it."""
        self._tell(f"+{pid} {sign}")

    def forget(self, pid: int) -> None:
        self._tell(f"-{pid}")

    def remove_at_end(self, folder: Path) -> None:
        """Remove a throw-away folder when we end, however we end."""
        self._tell(str(folder))

    def _tell(self, line: str) -> None:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own script, no shell
                [sys.executable, "-I", "-S", watchdog.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
            atexit.register(self._close)
        if self._process.stdin is not None:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()

    def _close(self) -> None:
        if self._process is not None:
            self._process.communicate()


WATCHDOG = Watchdog()


def die_with_parent(sign: int) -> Callable[[], None]:
    """Return a ``preexec_fn``. Linux ends the child with the *thread* that started it, so start from the main one."""
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def arm() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, sign)
            if os.getppid() != parent:  # the parent died between fork and here
                os._exit(1)

    return arm


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    user: pwd.struct_passwd | None = None,
    sign: int = signal.SIGKILL,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, so that Ctrl-C reaches us alone; its output goes to ``log``.

    ``sign`` ends it when we die; ``keep`` are open files that it inherits.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            pass_fds=keep,
            preexec_fn=die_with_parent(sign),
        )
    WATCHDOG.guard(process.pid, sign=sign)
    return process


def command_line(pid: int) -> list[str]:
    """The arguments of a live process; empty for a dead one, a zombie, and one that we may not look at."""
    try:
        return psutil.Process(pid).cmdline()
    except (psutil.Error, ValueError):
        return []


def stop(process: psutil.Process | subprocess.Popen[bytes], *, sign: int, grace: float) -> None:
    """Ask with ``sign``, wait ``grace`` seconds, then kill; nothing of its group is left."""
    try:
        process.send_signal(sign)
        process.wait(grace)
    except (psutil.NoSuchProcess, ProcessLookupError):
        pass
    except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
        process.kill()
        process.wait(5)
    end_group(process.pid)


def end_group(pid: int) -> None:
    """Kill what an ended child has left in its group."""
    watchdog.signal_group(pid, signal.SIGKILL)
    WATCHDOG.forget(pid)


def tail(log: Path, lines: int = 5) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
