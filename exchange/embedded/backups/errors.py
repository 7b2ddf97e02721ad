"""Why a backup cannot be made or brought back, in one line for the person at the terminal."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager


class BackupError(Exception):
    """Nothing was changed but what the message says."""


@contextmanager
def in_one_line() -> Iterator[None]:
    """What a disk answers: full, not ours, gone."""
    try:
        yield
    except OSError as error:
        what = "There is no space left" if error.errno in {errno.ENOSPC, errno.EDQUOT} else error.strerror or str(error)
        raise BackupError(f"{what}: {error.filename or 'the disk'}.") from error
