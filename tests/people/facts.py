"""Files of facts to import: a line of each kind, and how a file is loaded."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

ORGANISATION: dict[str, Any] = {
    "id": "https://ror.org/0abcdefg1",
    "name": "Seaside Institute",
    "names_ko": ["바닷가연구원"],
    "country": "KR",
    "city": "Busan",
    "types": ["facility"],
}
CHILD = {
    "id": "https://ror.org/0abcdefg2",
    "name": "Seaside Laboratory",
    "country": "KR",
    "relationships": [{"type": "parent", "id": "https://ror.org/0abcdefg1"}],
}
PROJECT = {
    "award_id": 7,
    "title": "Trust in robots",
    "amount_usd": 5000,
    "start_date": "01/31/2026",
    "end_date": "12/31/2027",
    "abstract": "We measure trust.",
}
PERSON = {"researcher": "Dana Lee", "papers": [{"title": "One", "year": 2020}, {"title": "Two", "abstract": "Text."}]}


def write(folder: Path, *lines: Any) -> Path:
    path = folder / "facts.jsonl"
    path.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8"
    )
    return path


def load(command: str, path: Path, **options: Any) -> str:
    out = StringIO()
    call_command(command, path, rejects=path.parent / "rejects.jsonl", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def rejected(path: Path) -> list[tuple[int, str]]:
    lines = (path.parent / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    return [(reject["line"], reject["reason"]) for reject in map(json.loads, lines)]
