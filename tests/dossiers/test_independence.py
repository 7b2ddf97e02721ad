"""The trial is proof that dossiers are general: it needs nothing of the slices above them."""

import ast
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
BELOW = {"dossiers", "messaging", "people", "jobs", "http", "money", "config"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_nothing_of_a_slice_above_is_imported() -> None:
    names = {name for path in FOLDER.rglob("*.py") for name in imported(path)}
    ours = {name.split(".")[1] for name in names if name.startswith("exchange.")}
    assert "dossiers" in ours
    assert ours - BELOW == set()
    assert not any(name.split(".")[0] == "matching" for name in names)
    assert not any(name.startswith(("tests.proposals", "tests.programmes", "tests.matching")) for name in names)
