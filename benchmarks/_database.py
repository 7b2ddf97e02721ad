"""Engines of our own in a temporary folder, migrated: a benchmark leaves nothing behind."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Inside the block Django is set up, and its database holds what migrations put there."""
    with tempfile.TemporaryDirectory(prefix="gyoryu-benchmark-") as home:
        # As root the server runs as somebody else, who must pass through.
        Path(home).chmod(0o755)
        for name in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)
        os.environ |= {"GYORYU_HOME": home, "GYORYU_DEMO": "1", "MEDIA_ROOT": f"{home}/media"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "exchange.config.settings"
        from exchange.embedded.session import running_engines

        with running_engines(throw_away=True):
            django.setup()
            call_command("migrate", verbosity=0)
            yield
