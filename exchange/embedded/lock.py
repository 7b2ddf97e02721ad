"""Who owns the engines: the process that took their lock file. Everybody else attaches."""

import fcntl
import os
from pathlib import Path


class Lock:
    """A ``flock``, dropped by the kernel when its last holder dies, however it dies.

    The engines inherit the owner's, so it is free only when the last of them has ended: two servers never meet on
    one data folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.file: int | None = None

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        """Return whether the lock is ours now."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(file)
            return False
        except BaseException:  # Ctrl-C while waiting
            os.close(file)
            raise
        self.file = file
        return True

    def release(self) -> None:
        if self.file is not None:
            os.close(self.file)
            self.file = None
