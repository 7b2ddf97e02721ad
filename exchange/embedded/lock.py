"""Who owns an engine: the process that holds its lock file. Everybody else attaches."""

import fcntl
import os
from pathlib import Path


class Ownership:
    """An exclusive ``flock``; the kernel drops it when the holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        """Return whether the lock is ours now; never waits."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Not inheritable: a child that outlived us for a moment would keep the lock.
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
