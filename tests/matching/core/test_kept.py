"""Compiled code is found by the next process, only where it is still right, and costs no run whatever became of it."""

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from numba.core.caching import IndexDataCacheFile

from matching.core.kept import kept

FACTOR = 2.0


def times(vector):  # type: ignore[no-untyped-def]
    return FACTOR * vector[0]


def fresh() -> Any:
    """As a process that starts now has it."""
    return kept(numba.njit(times))


def outcome(function: Any, value: Any) -> tuple[float, int, int]:
    """What it says, how often it was found and how often compiled."""
    said = function(value)
    return said, sum(function.stats.cache_hits.values()), sum(function.stats.cache_misses.values())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "compiled"))
    return tmp_path / "compiled"


def test_the_next_process_finds_it(folder: Path) -> None:
    assert outcome(fresh(), np.ones(3)) == (2, 0, 1)
    assert outcome(fresh(), np.ones(3)) == (2, 1, 0)
    assert outcome(fresh(), np.ones(3, np.int64)) == (2, 0, 1)


def test_a_number_of_another_module_is_part_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh()(np.ones(3))
    monkeypatch.setitem(times.__globals__, "FACTOR", 3.0)
    assert outcome(fresh(), np.ones(3)) == (3, 0, 1)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


@pytest.mark.parametrize("damage", [_cut_short, lambda path: path.write_bytes(b""), Path.unlink])
@pytest.mark.parametrize("ending", ["nbi", "nbc"])
def test_what_is_damaged_is_compiled_anew_and_found_again(
    ending: str, damage: Callable[[Path], object], folder: Path
) -> None:
    fresh()(np.ones(3))
    for path in folder.rglob(f"*.{ending}"):
        damage(path)
    assert outcome(fresh(), np.ones(3)) == (2, 0, 1)
    assert outcome(fresh(), np.ones(3)) == (2, 1, 0)


@pytest.mark.parametrize("where", ["", "/dev/null/compiled"])
def test_without_a_folder_it_just_compiles(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", where)
    assert outcome(fresh(), np.ones(3)) == (2, 0, 1)
    assert [*Path(__file__).parent.rglob("test_kept*.nb?")] == []


def test_a_folder_that_is_gone_since_costs_nothing(folder: Path) -> None:
    function = fresh()
    for inner in folder.iterdir():
        inner.rmdir()
    assert outcome(function, np.ones(3))[0] == 2


def test_processes_file_and_look_one_after_the_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []

    def spied(name: str) -> None:
        real = getattr(IndexDataCacheFile, name)

        def spy(self: IndexDataCacheFile, *arguments: Any) -> Any:
            with next(folder.rglob("lock")).open() as lock, pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            found.append(name)
            return real(self, *arguments)

        monkeypatch.setattr(IndexDataCacheFile, name, spy)

    spied("load")
    spied("save")
    assert outcome(fresh(), np.ones(3)) == (2, 0, 1)
    assert found == ["load", "save"]
