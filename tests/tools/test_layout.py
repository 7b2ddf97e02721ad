"""The lint step for the width of templates and the length of files."""

from pathlib import Path

import pytest

from tools import layout


def write(root: Path, name: str, *, lines: int = 1, width: int = 1) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(("x" * width + "\n") * lines)


def test_what_just_fits_is_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "templates/page.html", lines=400, width=120)
    write(tmp_path, "exchange/web/static/web/site.css", lines=400, width=300)
    assert (layout.main(tmp_path), capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize("name", ["templates/calls/page.html", "templates/email/letter/body.txt"])
def test_a_template_line_of_more_than_120_characters_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, name, width=121)
    assert layout.main(tmp_path) == 1
    assert capsys.readouterr().out == f"{name}:1: 121 characters, at most 120\n"


@pytest.mark.parametrize(
    "name", ["exchange/calls/rules.py", "templates/page.html", "matching/static/a.css", "exchange/static/a.js"]
)
def test_a_file_of_more_than_400_lines_is_told(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, name, lines=401)
    assert layout.main(tmp_path) == 1
    assert capsys.readouterr().out == f"{name}:401: 401 lines, at most 400\n"


@pytest.mark.parametrize("name", ["exchange/calls/migrations/0001_initial.py", "exchange/people/data/topics.csv"])
def test_migrations_and_data_may_be_as_long_as_they_are(name: str, tmp_path: Path) -> None:
    write(tmp_path, name, lines=401)
    assert layout.main(tmp_path) == 0
