"""Names of the world's time zones, and how they are offered to choose from."""

import functools
import zoneinfo
from collections.abc import Iterable
from datetime import datetime

NEAR = (
    "Asia/Seoul",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
"""Of the two countries."""
OF_LANGUAGE = {"ko": "Asia/Seoul"}
"""Where readers of a language mostly are."""
ELSEWHERE = "America/New_York"


@functools.cache
def time_zones() -> frozenset[str]:
    """Read once: it walks the system's folder of zones, which takes some 30 ms."""
    return frozenset(zoneinfo.available_timezones())


def likely_zone(said: str, language: str) -> str:
    """What the browser ``said``, where it is a zone at all; else the one where readers of ``language`` mostly are.

    >>> likely_zone("Europe/Berlin", "ko"), likely_zone("Nowhere", "ko"), likely_zone("", "en")
    ('Europe/Berlin', 'Asia/Seoul', 'America/New_York')
    """
    return said if said in time_zones() else OF_LANGUAGE.get(language, ELSEWHERE)


def zone_labels(names: Iterable[str], *, now: datetime) -> list[tuple[str, str]]:
    """Each name with a label that says how far the zone is from Greenwich at the instant ``now``.

    >>> from datetime import UTC
    >>> zone_labels(["America/New_York", "Asia/Kolkata"], now=datetime(2026, 7, 1, tzinfo=UTC))
    [('America/New_York', 'America/New York (UTC−04:00)'), ('Asia/Kolkata', 'Asia/Kolkata (UTC+05:30)')]
    """
    return [(name, f"{name.replace('_', ' ')} ({_offset(name, now)})") for name in names]


def _offset(name: str, now: datetime) -> str:
    text = f"{now.astimezone(zoneinfo.ZoneInfo(name)):%z}"
    return f"UTC{'−' if text[0] == '-' else '+'}{text[1:3]}:{text[3:5]}"
