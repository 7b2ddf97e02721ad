"""What `make run` does before anything runs: looked at, not done."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INDEX = "https://wheels.example.org/cpu"

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Freshly cloned, as far as make looks at it."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def planned(checkout: Path, *arguments: str) -> list[str]:
    """The recipe's lines, without doing them."""
    answer = subprocess.run(["make", "-n", "run", *arguments], cwd=checkout, capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()


def test_torch_comes_from_the_named_index_before_everything_else(checkout: Path) -> None:
    installs = [line for line in planned(checkout, f"TORCH_INDEX={INDEX}") if "pip install" in line]
    assert [INDEX in line for line in installs] == [True, False]
    assert installs[0].endswith(f'--no-deps --index-url "{INDEX}" torch')
    assert all("-c constraints.txt" in line for line in installs)
    assert installs[0].startswith(f'PIP_EXTRA_INDEX_URL="{INDEX}" PIP_FIND_LINKS=.venv ')
    assert "PIP_" not in installs[1]


def test_the_index_is_remembered(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / ".torch-index").write_text(f"{INDEX}\n")
    assert any(f'--index-url "{INDEX}"' in line for line in planned(checkout))


def test_each_stage_says_what_it_does(checkout: Path) -> None:
    told = [line for line in planned(checkout) if "/4]" in line]
    assert [line[line.index("[") :][:5] for line in told[-3:]] == ["[2/4]", "[3/4]", "[4/4]"]
    assert "TORCH_INDEX" in told[-3]
