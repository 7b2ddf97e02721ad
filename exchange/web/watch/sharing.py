"""Where the workers of one web server keep their counts, so that each can tell those of all, dead ones included.

Without a word of Prometheus': its library reads the environment once, as it is imported.
"""

import os
import shutil
from pathlib import Path

import psutil

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_between_workers(home: Path) -> None:
    """Called by each worker of a web server before it serves. Another start of the server begins at nothing.

    The folder goes by the server's process: its workers have the same parent, and a parent of the same number later began
    at another time.
    """
    parents = home / "metrics"
    folder = parents / _name_of(psutil.Process(os.getppid()))
    folder.mkdir(parents=True, exist_ok=True)
    for other in parents.iterdir():
        if not _is_alive(other.name):
            shutil.rmtree(other, ignore_errors=True)
    os.environ[FOLDER] = str(folder)


def _name_of(process: psutil.Process) -> str:
    return f"{process.pid}-{process.create_time():.0f}"


def _is_alive(name: str) -> bool:
    pid = name.partition("-")[0]
    try:
        return pid.isdigit() and _name_of(psutil.Process(int(pid))) == name
    except psutil.Error:
        return False
