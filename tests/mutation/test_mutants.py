"""The tool that takes guards out: which ones it finds, and that a mutant is at work where the code is held already."""

import gc
import importlib
import importlib.util
import sys
import types
from pathlib import Path

import pytest
import rules
import rules.permissions
from django.utils.functional import SimpleLazyObject

pytest.importorskip("cosmic_ray", reason="comes with `make mutate`")
from mutation import mutants
from mutation.mutants import mutants_of
from mutation.patching import changed_functions, functions_of, import_anew, swap

SOURCE = """
STATES = (State.OPEN, State.CLOSED)
LIMIT = 3


def admits(now: int, until: int | None = None) -> bool:
    if until is None and LIMIT:
        return True
    _require(now)
    return now < until


def late(rows):
    return rows.filter(closes_at__lte=LIMIT, state=STATES[0])
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "guarded.py"
    found.write_text(SOURCE, encoding="utf-8")
    return found


def test_guards_and_their_bounds_are_found(path: Path) -> None:
    assert [(one.line, one.change) for one in mutants_of(path, guards_only=True)] == [
        (2, "STATES = (State.CLOSED, )"),
        (2, "STATES = (State.OPEN, )"),
        (7, "if (LIMIT):"),
        (7, "if (until is None):"),
        (7, "if False:"),
        (7, "if until is None or LIMIT:"),
        (7, "if until is not None and LIMIT:"),
        (9, "pass"),
        (10, "return now <= until"),
        (14, "return rows.filter(closes_at__lt=LIMIT, state=STATES[0])"),
        (14, "return rows.filter(closes_at__lte=LIMIT)"),
        (14, "return rows.filter(state=STATES[0])"),
    ]
    more = {one.change for one in mutants_of(path, guards_only=False)}
    assert {"LIMIT = 4", "LIMIT = 2", "return False"} < more


class State:
    OPEN, CLOSED = 1, 2


def load(path: Path, name: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    vars(module).update(State=State, _require=lambda now: None)
    sys.modules[name] = module  # where a mutant looks for it
    spec.loader.exec_module(module)
    return module


def test_a_mutant_is_at_work_wherever_the_function_is_held(path: Path) -> None:
    asleep = SimpleLazyObject(lambda: pytest.fail("woken"))
    admits = load(path, "guarded_function").admits
    (mutant,) = [one for one in mutants_of(path, guards_only=True) if "<=" in one.change]
    codes = changed_functions(mutant)
    assert codes is not None
    swap(functions_of(path), codes)
    assert admits(3, 3) is True
    del asleep


def test_what_the_tests_have_put_out_of_the_sight_of_gc_is_changed_all_the_same() -> None:
    """As ``pytest_collection_finish`` does; what is not found would be counted as unnoticed."""
    gc.freeze()
    found = functions_of(Path(mutants.__file__))
    gc.freeze()
    assert len(found) > 5


def test_what_importing_decides_is_imported_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(SOURCE.replace("(State.OPEN, State.CLOSED)", "(1, 2)"), encoding="utf-8")
    module = load(path, "guarded_constant")
    for place in (rules, rules.permissions):
        monkeypatch.setattr(place, "add_perm", rules.add_perm)
    user = types.ModuleType("guarded_user")
    vars(user).update(late=module.late)
    monkeypatch.setitem(sys.modules, "guarded_user", user)
    (mutant,) = [one for one in mutants_of(path, guards_only=False) if one.change == "LIMIT = 4"]
    assert changed_functions(mutant) is None
    import_anew(mutant)
    assert (user.late is module.late, user.late.__globals__["LIMIT"]) == (True, 4)


def test_what_builds_on_it_and_what_tests_are_given_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each after those it builds on; what has nothing to do with it stays."""
    sources = {
        "top": "from guarded_middle import Middle\n\nclass Top(Middle): pass\n",
        "middle": "from guarded_base import Base\n\nclass Middle(Base): pass\n",
        "base": "class Base:\n    LIMIT = 3\n",
        "aside": "class Aside: pass\n",
    }
    monkeypatch.syspath_prepend(tmp_path)
    for name, source in sources.items():
        (tmp_path / f"guarded_{name}.py").write_text(source, encoding="utf-8")
    top, aside = importlib.import_module("guarded_top"), importlib.import_module("guarded_aside")
    paths = {name: tmp_path / f"guarded_{name}.py" for name in sources}
    given = {"model": top.Top, "bounds": {top.Top: [1, (top.Top, aside.Aside)]}, "limit": 3}
    (mutant,) = [one for one in mutants_of(paths["base"], guards_only=False) if one.change == "LIMIT = 4"]
    import_anew(mutant, paths.values(), [given])
    new = sys.modules["guarded_top"].Top  # type: ignore[attr-defined]
    assert (new.LIMIT, given) == (4, {"model": new, "bounds": {new: [1, (new, aside.Aside)]}, "limit": 3})
    assert sys.modules["guarded_aside"] is aside
