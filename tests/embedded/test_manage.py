"""``manage.py`` run by the wrong Python says so in one line."""

import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def test_a_python_without_our_packages_is_one_line() -> None:
    command = [sys.executable, "-I", "-S", str(MANAGE), "check"]  # -S: without this environment's packages
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == (
        "Gyoryu's packages are missing here: `make run` installs them; then use .venv/bin/python manage.py.\n"
    )
