#!/usr/bin/env python
"""Every command of Gyoryu. Commands that need the database start it, or attach to the one that runs."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    from django.core.management import execute_from_command_line
    from exchange.embedded.session import engines_for

    with engines_for(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
