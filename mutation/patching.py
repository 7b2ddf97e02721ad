"""Put a mutant into a running process, so that neither Django nor the database has to start anew for it.

What changes within a function is swapped in place, wherever that function is held: by a decorator, a registry, a class.
What changes while a module is imported (a constant, a field, a permission) is imported anew, and takes the old one's
place in every module that has it.
"""

import ast
import gc
import sys
import types
from collections.abc import Iterable, Iterator, Mapping
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import rules
import rules.permissions

from mutation.mutants import Mutant

Codes = dict[str, types.CodeType]
"""Code by the qualified name of its function and the line on which it begins."""


def functions_of(path: Path) -> dict[str, list[types.FunctionType]]:
    """Every living function that was written in ``path``, by its code's name."""
    found: dict[str, list[types.FunctionType]] = {}
    for one in _all_there_is():
        # Not isinstance: that would wake up whatever is lazy.
        if type(one) is types.FunctionType and one.__code__.co_filename == str(path):
            found.setdefault(name_of(one.__code__), []).append(one)
    return found


def _all_there_is() -> list[Any]:
    """What the tests spare the search for garbage, once they are read, would not be told of."""
    gc.unfreeze()
    return gc.get_objects()


def name_of(code: types.CodeType) -> str:
    return f"{code.co_qualname}:{code.co_firstlineno}"


def changed_functions(mutant: Mutant) -> list[types.CodeType] | None:
    """The mutated code of the outermost functions that differ; ``None`` where importing the module differs."""
    before = compile(mutant.path.read_text(encoding="utf-8"), str(mutant.path), "exec")
    after = compile(mutant.source, str(mutant.path), "exec")
    return _differing(before, after)


def _differing(before: types.CodeType, after: types.CodeType) -> list[types.CodeType] | None:
    if _alone(before) != _alone(after):
        return None
    old, new = list(_nested(before)), list(_nested(after))
    if [name_of(one) for one in old] != [name_of(one) for one in new]:
        return None
    changed: list[types.CodeType] = []
    for was, now in zip(old, new, strict=True):
        if _is_function(now):
            changed += [now] if was != now else []
        elif (within := _differing(was, now)) is None:
            return None
        else:
            changed += within
    return changed


def _nested(code: types.CodeType) -> Iterator[types.CodeType]:
    return (one for one in code.co_consts if isinstance(one, types.CodeType))


def _alone(code: types.CodeType) -> tuple[Any, ...]:
    """What importing does, apart from the bodies of functions and classes."""
    consts = [repr(one) for one in code.co_consts if not isinstance(one, types.CodeType)]
    return (code.co_code, consts, code.co_names)


def _is_function(code: types.CodeType) -> bool:
    return bool(code.co_flags & 0x02)  # CO_NEWLOCALS, which a class's body lacks


def swap(living: dict[str, list[types.FunctionType]], codes: list[types.CodeType]) -> None:
    for code in codes:
        for function in living.get(name_of(code), []):
            function.__code__ = code


def caches() -> list[Any]:
    """What the code has remembered was worked out by the code as it is."""
    remembering = (one for one in _all_there_is() if type(one) is _lru_cache_wrapper)
    return [one for one in remembering if one.__module__.startswith(("exchange.", "matching."))]


Table = dict[str, Any]


def import_anew(mutant: Mutant, among: Iterable[Path] = (), tables: Iterable[Table] = ()) -> None:
    """Execute the mutant as the module, and let it take the module's place.

    Those of ``among`` that build on it are executed anew after it: a class of theirs would go on with the old one.
    ``tables`` hold what tests are given; there, too, new classes stand for the old ones.
    """
    held = [*tables, *(vars(module) for name, module in sys.modules.items() if name.startswith("tests."))]
    rules.add_perm = rules.permissions.add_perm = rules.set_perm  # a permission is defined once more
    _execute(mutant.path, mutant.source, held)
    for path in _building_on(mutant.path, among):
        _execute(path, path.read_text(encoding="utf-8"), held)


def _execute(path: Path, source: str, tables: list[Table]) -> None:
    name, old = _module_at(path)
    new = types.ModuleType(name)
    kept = {key: vars(old)[key] for key in ("__file__", "__package__", "__spec__", "__path__") if key in vars(old)}
    new.__dict__.update(kept)
    sys.modules[name] = new
    exec(compile(source, str(path), "exec"), new.__dict__)  # noqa: S102 - that is what is tested
    own = [(value, vars(new)[key]) for key, value in vars(old).items() if key in vars(new)]
    made = {id(was): now for was, now in own if isinstance(was, type | types.FunctionType) and was is not now}
    _replace_everywhere(vars(old), vars(new))
    for table in tables:
        _renew(table, made)


def is_loaded(path: Path) -> bool:
    return any(getattr(one, "__file__", None) == str(path) for one in list(sys.modules.values()))


def _module_at(path: Path) -> tuple[str, types.ModuleType]:
    return next((name, one) for name, one in sys.modules.items() if getattr(one, "__file__", None) == str(path))


def _building_on(path: Path, among: Iterable[Path]) -> list[Path]:
    """Each after those it imports itself."""
    names = {str(getattr(module, "__file__", "")): name for name, module in sys.modules.items()}
    imports = {one: _imports(one) for one in among if one != path and str(one) in names}
    affected = {names[str(path)]}
    while more := {names[str(one)] for one in imports if imports[one] & affected} - affected:
        affected |= more
    waiting = [one for one in imports if names[str(one)] in affected]
    found: list[Path] = []
    while waiting:
        still = {names[str(one)] for one in waiting}
        found.append(next((one for one in waiting if not imports[one] & still), waiting[0]))
        waiting.remove(found[-1])
    return found


def _imports(path: Path) -> set[str]:
    """Modules, by their names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {
        name for node in nodes for name in (node.module, *(f"{node.module}.{one.name}" for one in node.names)) if name
    }


def _replace_everywhere(old: Table, new: Table) -> None:
    """In the old module too, which its package still names."""
    own = {key: value for key, value in old.items() if not key.startswith("__") and key in new}
    for names in [old, *(getattr(module, "__dict__", {}) for module in list(sys.modules.values()))]:
        for key, value in own.items():
            if names is not new and names.get(key) is value and new[key] is not value:
                names[key] = new[key]


def _renew(table: Table, made: Mapping[int, Any]) -> None:
    """``made``: what stands for a class or function of old, by its identity."""
    for key, value in table.items():
        if not key.startswith("__") and any(id(one) in made for one in _within(value)):
            table[key] = _renewed(value, made)


def _within(value: Any) -> Iterator[Any]:
    yield value
    if type(value) in {dict, list, tuple}:
        for one in [*value, *value.values()] if type(value) is dict else value:
            yield from _within(one)


def _renewed(value: Any, made: Mapping[int, Any]) -> Any:
    if type(value) is dict:
        return {_renewed(key, made): _renewed(one, made) for key, one in value.items()}
    if type(value) in {list, tuple}:
        return type(value)(_renewed(one, made) for one in value)
    return made.get(id(value), value)
