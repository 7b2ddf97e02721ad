"""Holds templates to lines, and all sources to files, that one takes in at a glance: ``python -m tools.layout``."""

import sys
from collections.abc import Iterator
from pathlib import Path

WIDTH, LENGTH = 120, 400
FOLDERS = ("benchmarks", "exchange", "matching", "templates", "tests", "tools")
SOURCES = {".py", ".html", ".css", ".js"}
TEMPLATES = {".html", ".txt"}


def wide_lines(root: Path) -> Iterator[str]:
    """Of templates only: the formatter sees to Python's."""
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in TEMPLATES:
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if len(line) > WIDTH:
                    yield f"{path.relative_to(root)}:{number}: {len(line)} characters, at most {WIDTH}"


def long_files(root: Path) -> Iterator[str]:
    """Migrations are written by a machine and read by nobody."""
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*")):
        if path.suffix in SOURCES and "migrations" not in path.parts:
            length = len(path.read_text().splitlines())
            if length > LENGTH:
                yield f"{path.relative_to(root)}:{LENGTH + 1}: {length} lines, at most {LENGTH}"


def main(root: Path) -> int:
    """Print what is over; the answer is the exit status."""
    found = [*wide_lines(root), *long_files(root)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parents[1]))
