"""Run the targets that are named, or all, and print the share of mutants that a test noticed, and the others."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGETS: Mapping[str, Mapping[str, Any]] = tomllib.loads((ROOT / "mutation/targets.toml").read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--only", default="", help="only source files whose path has this in it")
    chosen = parser.parse_args()
    if unknown := set(chosen.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    mutants, survivors = 0, []
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("GYORYU_TEST_CACHE", folder)  # migrated once for all of them
        for name in chosen.targets or TARGETS:
            found = _run(TARGETS[name], chosen.only, into=Path(folder) / f"{name}.json")
            mutants, survivors = mutants + found["mutants"], [*survivors, *found["survivors"]]
            print(f"{name}: {_share(found['mutants'], len(found['survivors']))}", flush=True)
    print(f"\nSurvivors ({len(survivors)}):", *survivors, sep="\n")
    print(f"\nAll: {_share(mutants, len(survivors))}")


def _run(target: Mapping[str, Any], only: str, *, into: Path) -> dict[str, Any]:
    sources = [path for path in _files(target["sources"]) if only in path]
    if not sources:
        return {"mutants": 0, "survivors": []}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-p", "mutation.plugin"]
    options = [f"--mutate-into={into}", *(f"--mutate={path}" for path in sources)]
    guards = ["--mutate-guards"] if target.get("guards") else []
    _pytest([*command, *options, *guards, *_files(target["tests"])], log=into.with_suffix(".log"))
    found: dict[str, Any] = json.loads(into.read_text(encoding="utf-8"))
    return found


def _pytest(command: list[str], *, log: Path) -> None:
    """What the tested code logs would bury the survivors; it is shown where the tests fail without any mutant."""
    with log.open("w", encoding="utf-8") as kept:
        done = subprocess.run(command, cwd=ROOT, stderr=kept, check=False)
    if done.returncode:
        sys.exit(log.read_text(encoding="utf-8", errors="replace") + f"pytest ended with {done.returncode}")


def _files(patterns: list[str]) -> list[str]:
    return [str(path.relative_to(ROOT)) for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def _share(mutants: int, survived: int) -> str:
    noticed = mutants - survived
    return f"{noticed} of {mutants} noticed ({100 * noticed / mutants:.1f} %)" if mutants else "nothing to change"


if __name__ == "__main__":
    main()
