"""pytest plugin: run the tests once and note what each executes, then once more beside every mutant, in a fork each."""

import gc
import json
import os
import signal
import time
import types
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage
from django.db import connection, connections

from mutation import patching
from mutation.mutants import Mutant, mutants_of

SLOWER = 10
LEAST_SECONDS = 20
"""A mutant that takes this long, and so many times as long as its tests, never ends: that is noticed, too."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutation")
    group.addoption("--mutate", action="append", default=[], help="source file, relative to the root")
    group.addoption("--mutate-guards", action="store_true", help="only what guards are made of")
    group.addoption("--mutate-lines", default="", help="first-last: only these lines")
    group.addoption("--mutate-into", default="", help="file for the outcome, as JSON")


@dataclass
class Executed:
    """By line of each watched file, the tests that come there; and how long each test takes."""

    by_line: dict[tuple[str, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[int, float] = field(default_factory=dict)

    def within(self, path: Path, lines: range) -> set[int]:
        return set().union(*(self.by_line.get((str(path), line), set()) for line in lines))


@contextmanager
def _watching(paths: list[Path], executed: Executed) -> Iterator[Coverage]:
    watch = Coverage(data_file=None, config_file=False, include=[str(path) for path in paths])
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()
    for path in paths:
        for line, contexts in watch.get_data().contexts_by_lineno(str(path)).items():
            executed.by_line[str(path), line] |= {int(one) for one in contexts if one}


def _body(code: types.CodeType) -> range:
    """Lines of a function without the one on which it is defined."""
    lines = [line for _begin, _end, line in code.co_lines() if line]
    nested = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    last = max([*lines, *(_body(one).stop - 1 for one in nested)])
    return range(min([line for line in lines if line > code.co_firstlineno], default=last), last + 1)


def _given(item: pytest.Item) -> dict[str, Any]:
    """What a parametrised test is given."""
    return getattr(getattr(item, "callspec", None), "params", {})


class Runner:
    def __init__(self, session: pytest.Session) -> None:
        self.items = session.items
        self.next: Any = SimpleNamespace(listchain=lambda: [session])  # what the session holds stays for the next one
        self.executed = Executed()
        self.caches: list[Any] = []
        self.living: dict[Path, dict[str, list[types.FunctionType]]] = {}

    def baseline(self, paths: list[Path]) -> None:
        with _watching(paths, self.executed) as watch:
            for number, item in enumerate(self.items):
                began = time.monotonic()
                watch.switch_context(str(number))
                failed = self.run(item)
                self.executed.seconds[number] = time.monotonic() - began
                if failed:
                    pytest.exit(f"{item.nodeid} fails without any mutant.\n{failed[0].longreprtext}", returncode=2)
        self.living = {path: patching.functions_of(path) for path in paths}
        self.caches = patching.caches()

    def run(self, item: pytest.Item) -> list[pytest.TestReport]:
        """What failed."""
        return [report for report in runtestprotocol(item, log=False, nextitem=self.next) if report.failed]

    def tests_for(self, mutant: Mutant, codes: list[types.CodeType] | None) -> list[int]:
        """Those that come to the line first, the quick ones before the slow ones."""
        on_line = self.executed.by_line.get((str(mutant.path), mutant.line), set())
        if codes is None:
            chosen = set(self.executed.seconds)
            near = self.executed.within(mutant.path, range(1, mutant.source.count("\n") + 1))
        else:
            chosen = near = set().union(*(self.executed.within(mutant.path, _body(code)) for code in codes))
        return sorted(chosen, key=lambda one: (one not in on_line, one not in near, self.executed.seconds[one]))

    def survives(self, mutant: Mutant) -> bool:
        codes = patching.changed_functions(mutant)
        tests = self.tests_for(mutant, codes)
        if not tests or not patching.is_loaded(mutant.path):
            return True
        limit = LEAST_SECONDS + SLOWER * sum(self.executed.seconds[one] for one in tests)
        pid = os.fork()
        if not pid:
            self._in_child(mutant, codes, tests, int(limit))
        _pid, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
            print(f"\n(out of time: {mutant.path.name}:{mutant.line}: {mutant.change})", end="", flush=True)
        return status == 0

    def _in_child(self, mutant: Mutant, codes: list[types.CodeType] | None, tests: list[int], limit: int) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(limit)
        passed = False
        for cache in self.caches:
            cache.cache_clear()
        try:
            if codes is None:
                patching.import_anew(mutant, self.living, [_given(item) for item in self.items])
            else:
                patching.swap(self.living[mutant.path], codes)
            passed = not any(self.run(self.items[one]) for one in tests)
        finally:
            os._exit(0 if passed else 1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    options = session.config.option
    if not options.mutate or session.testsfailed:
        return None
    paths = [session.config.rootpath / one for one in options.mutate]
    found = [one for path in paths for one in mutants_of(path, guards_only=options.mutate_guards)]
    if options.mutate_lines:
        first, last = map(int, options.mutate_lines.split("-"))
        found = [one for one in found if first <= one.line <= last]
    runner = Runner(session)
    runner.baseline(paths)
    _disconnect()
    gc.freeze()  # what a fork does not touch stays shared
    survivors = []
    for number, mutant in enumerate(found, start=1):
        if runner.survives(mutant):
            survivors.append(mutant)
            place = mutant.path.relative_to(session.config.rootpath)
            print(f"\n{place}:{mutant.line}: {mutant.change}", end="", flush=True)
        elif not number % 50:
            print(f"\n… {number} of {len(found)}", end="", flush=True)
    _tell(session, found, survivors)
    return True


def _disconnect() -> None:
    """Every fork opens connections of its own."""
    connections.close_all()
    connection.close_pool()


def _tell(session: pytest.Session, found: list[Mutant], survivors: list[Mutant]) -> None:
    print(f"\n{len(found) - len(survivors)} of {len(found)} noticed", flush=True)
    if into := session.config.option.mutate_into:
        rows = [f"{one.path.relative_to(session.config.rootpath)}:{one.line}: {one.change}" for one in survivors]
        Path(into).write_text(
            json.dumps({"mutants": len(found), "survivors": rows}, ensure_ascii=False), encoding="utf-8"
        )
