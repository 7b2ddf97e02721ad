"""Put a mutant into a running process, so that neither Django nor the database has to start anew for it.

What changes within a function is swapped in place, wherever that function is held: by a decorator, a registry, a class.
What changes while a module is imported (a constant, a field, a permission) is imported anew, and takes the old one's
place in every module that has it.
"""

import gc
import sys
import types
from collections.abc import Iterator
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
    for one in gc.get_objects():
        # Not isinstance: that would wake up whatever is lazy.
        if type(one) is types.FunctionType and one.__code__.co_filename == str(path):
            found.setdefault(name_of(one.__code__), []).append(one)
    return found


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
    remembering = (one for one in gc.get_objects() if type(one) is _lru_cache_wrapper)
    return [one for one in remembering if one.__module__.startswith(("exchange.", "matching."))]


def import_anew(mutant: Mutant) -> None:
    """Execute the mutant as the module, and let it take the module's place."""
    name, old = next(
        (name, module) for name, module in sys.modules.items() if getattr(module, "__file__", None) == str(mutant.path)
    )
    rules.add_perm = rules.permissions.add_perm = rules.set_perm  # a permission is defined once more
    new = types.ModuleType(name)
    new.__dict__.update(__file__=old.__file__, __package__=old.__package__, __spec__=old.__spec__)
    sys.modules[name] = new
    exec(compile(mutant.source, str(mutant.path), "exec"), new.__dict__)  # noqa: S102 - that is what is tested
    _replace_everywhere(vars(old), vars(new))


def _replace_everywhere(old: dict[str, Any], new: dict[str, Any]) -> None:
    """In the old module too, which its package still names."""
    own = {key: value for key, value in old.items() if not key.startswith("__") and key in new}
    for names in [old, *(getattr(module, "__dict__", {}) for module in list(sys.modules.values()))]:
        for key, value in own.items():
            if names is not new and names.get(key) is value and new[key] is not value:
                names[key] = new[key]
