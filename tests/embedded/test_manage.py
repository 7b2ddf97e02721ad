"""``manage.py`` run by the wrong Python says so in one line."""

import os
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


def test_what_starts_imports_nothing_that_only_some_of_its_work_needs() -> None:
    """Every command, worker and web process pays for it."""
    code = (
        "import sys, django; django.setup(); import exchange.config.urls; "
        "print({*sys.argv[1:]} & {*sys.modules} or 'none')"
    )
    heavy = ["numba", "pypdf", "scipy.optimize", "sentence_transformers", "torch"]
    command = [sys.executable, "-W", "ignore", "-c", code, *heavy]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.config.settings"}
    result = subprocess.run(command, cwd=MANAGE.parent, env=environment, capture_output=True, text=True, check=True)
    assert result.stdout == "none\n"
