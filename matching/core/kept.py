"""Compiled code that is kept for the next process, in the folder that ``NUMBA_CACHE_DIR`` names; without it, in none.

numba files what it compiles under processor, version and source, and rebuilds the rest. Three things it leaves to us:
numbers that come from other modules are part of the code, too; two processes may file at once; and a file that cannot be
read or written must cost a compilation, never a run.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from numba.core.caching import CompileResultCacheImpl, FunctionCache, UserProvidedCacheLocator

log = logging.getLogger(__name__)


def kept(function: Any) -> Any:
    """The compiled ``function``, which looks in the folder before it compiles; where there is none, it just compiles."""
    with suppress(RuntimeError):  # no folder, or not ours to write
        function._cache = _Kept(function.py_func)  # noqa: SLF001 - `enable_caching` knows numba's own alone
    return function


class _InFolder(CompileResultCacheImpl):
    """Never among the sources nor in somebody's home, where numba would look next."""

    _locator_classes = [UserProvidedCacheLocator]


class _Kept(FunctionCache):
    _impl_class = _InFolder

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        with suppress(OSError), self._alone():
            return super().load_overload(sig, target_context)

    def save_overload(self, sig: Any, data: Any) -> None:
        with suppress(OSError), self._alone():
            super().save_overload(sig, data)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two that file at once could give the same name to the code of two signatures."""
        with (Path(self.cache_path) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _guard_against_spurious_io_errors(self) -> Iterator[None]:
        """numba calls it around all reading and writing; what is damaged may fail in any way."""
        try:
            yield
        except Exception as error:
            log.warning("Compiled code in %s is of no use (%r): compiled anew", self.cache_path, error)
            with suppress(OSError):
                self.flush()

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        known = self._py_func.__globals__
        numbers = sorted((name, float(value)) for name, value in known.items() if isinstance(value, int | float))
        return *super()._index_key(sig, codegen), tuple(numbers)
