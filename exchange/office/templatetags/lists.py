"""How pages name and count what belongs to a list."""

from django import template
from django.db.models import Model
from django.urls import reverse

from exchange.office.models import SavedView
from exchange.office.selectors.managed import AnyList, audience_of
from exchange.office.values.column import as_shown

register = template.Library()


@register.simple_tag
def list_url(listed: AnyList, scope: Model, part: str = "", query: str = "") -> str:
    return listed.url(scope, part, query=query)


@register.simple_tag
def view_delete_url(listed: AnyList, scope: Model, view: SavedView) -> str:
    return reverse(f"{listed.page}-view-delete", args=[scope.public_id, view.pk])  # type: ignore[attr-defined]


@register.simple_tag
def counted(listed: AnyList, count: int) -> str:
    """So many rows, in words."""
    return listed.counted(count)


@register.simple_tag
def audience_kind(listed: AnyList, kind: str) -> str:
    return str(audience_of(listed).kinds(kind).label)


@register.simple_tag
def headers_of(listed: AnyList) -> list[str]:
    return [column.header() for column in listed.columns]


@register.simple_tag
def cells_of(listed: AnyList, row: Model) -> list[tuple[str, str]]:
    """Each with its header, which narrow screens show beside it."""
    return [(column.header(), as_shown(column.value(row))) for column in listed.columns]
