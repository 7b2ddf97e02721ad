"""What a template must know of the way people write."""

from django import template

from exchange.people.values.spelling import language_of

register = template.Library()


@register.filter
def language(text: str) -> str:
    """The value of ``lang`` for a text of somebody's own."""
    return language_of(str(text))
