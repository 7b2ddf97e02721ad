"""One instant as the people concerned read it: in Korea, in the eastern United States, and where the reader is."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

KOREA = ZoneInfo("Asia/Seoul")
US_EASTERN = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class Reading:
    """``local`` is aware; ``zone`` its short name on that day, e.g. ``KST`` or ``EDT``."""

    local: datetime
    zone: str
    is_own: bool


def readings(instant: datetime, own: tzinfo) -> tuple[Reading, ...]:
    """The reader's own zone first where it is a third one.

    >>> from datetime import UTC
    >>> [f"{one.local:%H:%M} {one.zone}" for one in readings(datetime(2025, 2, 21, 6, tzinfo=UTC), KOREA)]
    ['15:00 KST', '01:00 EST']
    """
    zones: list[tzinfo] = [KOREA, US_EASTERN]
    offsets = {instant.astimezone(zone).utcoffset() for zone in zones}
    if instant.astimezone(own).utcoffset() not in offsets:
        zones.insert(0, own)
    own_offset = instant.astimezone(own).utcoffset()
    locals_ = [instant.astimezone(zone) for zone in zones]
    return tuple(Reading(local, local.tzname() or "", local.utcoffset() == own_offset) for local in locals_)
