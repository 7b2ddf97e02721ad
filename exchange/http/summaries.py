"""What the methods of a route are called in the API's documentation."""

from collections.abc import Callable
from typing import TypeVar

from drf_spectacular.utils import extend_schema, extend_schema_view

View = TypeVar("View", bound=type)


def summaries(**texts: str) -> Callable[[View], View]:
    """A few words by method, inherited ones included; a class's docstring says the rest, and says it of all of them."""
    decorate: Callable[[View], View] = extend_schema_view(
        **{method: extend_schema(summary=text) for method, text in texts.items()}
    )
    return decorate
