#!/usr/bin/env python
"""Every command of Gyoryu. Commands that need the database start it, or attach to the one that runs."""

import importlib.util
import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one must be able to say so
        sys.exit("Gyoryu needs Python 3.11 or newer: use .venv/bin/python manage.py, which `make run` makes.")
    if any(importlib.util.find_spec(name) is None for name in ("django", "psycopg", "environ")):
        sys.exit("Gyoryu's packages are missing here: `make run` installs them; then use .venv/bin/python manage.py.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    from django.core.management import execute_from_command_line

    from exchange.embedded.session import engines_for

    with engines_for(sys.argv):
        from exchange.embedded.outages import in_one_line
        from exchange.embedded.readiness import migrate_own

        with in_one_line():
            migrate_own(sys.argv)
            execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
