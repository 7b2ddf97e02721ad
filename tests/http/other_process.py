"""Another process of the same installation, to which Valkey does not answer either: how many of six tries it lets through.

``python -m tests.http.other_process`` with ``DATABASE``.
"""

import os
import sys


def let_through(tries: int) -> int:
    """Of a late-entry code for one account: five a minute."""
    from django.test import RequestFactory

    from exchange.http.limits import is_too_often
    from exchange.people.models import User

    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.9")
    request.user = User(pk=1)
    return sum(not is_too_often(request, "late_code") for _one in range(tries))


def main() -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE"]
    django.setup()
    from exchange.embedded import absence

    absence.LEFT_ALONE_SECONDS = 600.0
    absence.VALKEY.note_silence(OSError("It is away."))
    sys.stdout.write(str(let_through(6)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    main()
