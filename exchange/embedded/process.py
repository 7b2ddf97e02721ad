"""Child processes that die with their parent, and pids that are checked before they are believed."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1


def die_with_parent(sign: int = signal.SIGTERM) -> Callable[[], None]:
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
    user: int | None = None,
    sign: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, so that Ctrl-C reaches us alone; its output goes to ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own commands, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment) if environment is not None else None,
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=[] if user is not None else None,
            preexec_fn=die_with_parent(sign),
        )


def is_running(pid: int, *, marks: Sequence[str]) -> bool:
    """Whether ``pid`` lives and its command line has every one of ``marks``; a reused pid does not."""
    try:
        line = " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return False
    return all(mark in line for mark in marks)


def stop(process: psutil.Process | subprocess.Popen[bytes], *, sign: int, grace: float) -> None:
    """Ask with ``sign``, wait ``grace`` seconds, then kill the process and all it started."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(sign)
        process.wait(grace)
    except (psutil.NoSuchProcess, ProcessLookupError):
        return
    except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
        process.kill()
        process.wait(5)
    for survivor in family:
        if survivor.is_running():
            survivor.kill()


def tail(log: Path, lines: int = 5) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
