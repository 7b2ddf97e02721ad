"""What templates show of a notice: its text laid out, and the fields that cross the border."""

from collections.abc import Iterable

from django import template

from exchange.people.enums import ProfileField
from exchange.people.values import crossing, notice_text

register = template.Library()


@register.filter
def blocks(text: str) -> tuple[notice_text.Block, ...]:
    return notice_text.blocks(text)


@register.inclusion_tag("people/components/crossing.html")
def crossing_panel() -> dict[str, str]:
    return {
        "passed_on": _labels(crossing.PASSED_ON),
        "to_connections": _labels(crossing.TO_CONNECTIONS),
        "kept_at_home": _labels(crossing.kept_at_home()),
    }


def _labels(fields: Iterable[ProfileField]) -> str:
    return ", ".join(str(field.label) for field in fields)
