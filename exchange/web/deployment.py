"""What ``manage.py check --deploy`` says of our own settings; Django knows nothing of them."""

import sys
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution
from django.db import Error as DatabaseError
from django.db import connection

from exchange.people.selectors.privacy import is_operator_named
from exchange.web.demo.removal import objection


def check_site(**_options: Any) -> list[CheckMessage]:
    if settings.DEMO:
        return []
    found: list[CheckMessage] = []
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            Error(f"SITE_URL is {settings.SITE_URL}: say https://…, or passwords travel readable.", id="gyoryu.E001")
        )
    elif not settings.PROXIES:
        hint = "Limits count the proxy as one person: set GYORYU_PROXIES to how many stand in front, usually 1."
        found.append(Caution("TLS needs a proxy in front, and GYORYU_PROXIES is 0.", hint, id="gyoryu.W001"))
    if settings.EMAIL_BACKEND.endswith((".console.EmailBackend", ".filebased.EmailBackend")):
        hint = "Set EMAIL_URL, such as smtp+tls://user:password@host:587."
        found.append(Caution("Mails, with the keys of resets, go to the log and to nobody.", hint, id="gyoryu.W002"))
    return found


LEAST_TOKEN = 24


def check_metrics(**_options: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if any(network.prefixlen == 0 for network in settings.METRICS_NETWORKS):
        found.append(Error("METRICS_NETWORKS opens the figures to everybody: name your own.", id="gyoryu.E003"))
    if 0 < len(settings.METRICS_TOKEN) < LEAST_TOKEN:
        hint = f"Take {LEAST_TOKEN} characters or more, such as those of: openssl rand -hex 24."
        found.append(Error("METRICS_TOKEN can be guessed.", hint, id="gyoryu.E004"))
    return found


def check_privacy_notice(**_options: Any) -> list[CheckMessage]:
    """Silent where the database cannot be asked."""
    if settings.DEMO:
        return []
    try:
        is_written = is_operator_named()
    except DatabaseError:
        return []
    hint = "Enter them in the administration under Privacy notices; the supplied text says that they are missing."
    return [] if is_written else [Caution("The privacy notice names no operator.", hint, id="gyoryu.W003")]


# With which a worker of gunicorn says that starting it again is of no use.
BOOT_ERROR = 3


def refuse_demo_accounts() -> None:
    """For a web server that is started by hand, and so not by ``manage.py up``, which refuses as well."""
    problems = check_demo_accounts()
    connection.close()  # a server that forks must not share it
    for problem in problems:
        sys.stderr.write(f"{problem.msg}\n")
    if problems:
        raise SystemExit(BOOT_ERROR)


def check_demo_accounts(**_options: Any) -> list[CheckMessage]:
    """Silent where the database cannot be asked: then nobody signs in either."""
    if settings.DEMO:
        return []
    try:
        reason = objection()
    except DatabaseError:
        return []
    return [Error(reason, id="gyoryu.E002")] if reason else []
