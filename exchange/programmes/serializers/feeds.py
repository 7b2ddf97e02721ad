"""Calls as an iCalendar (RFC 5545) and as a JSON Feed (version 1.1)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from exchange.programmes.models import Call, Stage

Address = Callable[[str], str]
"""Makes a path of this site an absolute address."""


def calendar_of(calls: Iterable[Call], *, address: Address) -> bytes:
    """One event per closing instant, in UTC: every calendar shows it in its own zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Gyoryu//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Gyoryu: deadlines of calls"))
    for call in calls:
        for stage in call.stages.all():
            calendar.add_component(_event(call, stage, address))
    return bytes(calendar.to_ical())


def _event(call: Call, stage: Stage, address: Address) -> Event:
    event = Event()
    event.add("uid", f"{call.public_id}-{stage.kind}@gyoryu")
    event.add("dtstamp", call.changed_at)
    event.add("sequence", call.version.number if call.version else 0)
    event.add("dtstart", stage.closes_at)
    event.add(
        "summary",
        _("%(stage)s closes: %(call)s") % {"stage": stage.get_kind_display(), "call": call.title},
    )
    event.add("url", address(call.get_absolute_url()))
    return event


def feed_of(calls: Iterable[Call], *, address: Address, own: str) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Gyoryu: calls"),
        "home_page_url": address(reverse("call-list")),
        "feed_url": own,
        "language": get_language() or "en",
        "items": [_item(call, address) for call in calls],
    }


def _item(call: Call, address: Address) -> dict[str, Any]:
    definition = call.definition
    return {
        "id": str(call.public_id),
        "url": address(call.get_absolute_url()),
        "title": str(definition.title),
        "content_text": str(definition.summary) or str(definition.title),
        "date_published": call.created_at.isoformat(),
        "date_modified": call.changed_at.isoformat(),
        "tags": [str(topic) for topic in call.topics.all()],
        "_gyoryu": {
            "example": call.is_example,
            "stages": [
                {"kind": stage.kind, "opens_at": stage.opens_at.isoformat(), "closes_at": stage.closes_at.isoformat()}
                for stage in call.stages.all()
            ],
        },
    }
