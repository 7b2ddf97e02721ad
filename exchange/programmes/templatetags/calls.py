"""How pages of calls show instants and money."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from exchange.money.amounts import format_money
from exchange.programmes.values.deadlines import readings

register = template.Library()


@register.inclusion_tag("programmes/components/deadline.html")
def deadline(instant: datetime, countdown: bool = True) -> dict[str, Any]:
    """The instant in every zone that matters, and how long it is until then."""
    return {
        "instant": instant,
        "readings": readings(instant, timezone.get_current_timezone()),
        "countdown": countdown and instant > timezone.now(),
    }


@register.filter
def is_past(instant: datetime) -> bool:
    return instant <= timezone.now()


@register.filter
def money(minor: int, currency: str) -> str:
    return format_money(minor, currency)
