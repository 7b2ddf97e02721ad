"""Which rows of a list a manager asks for, and in which order: the same in an address, an export and a message."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self, get_args
from urllib.parse import parse_qsl, urlencode


@dataclass(frozen=True, slots=True)
class Listing:
    """A list adds its own filters, texts and days alike, each with a default that asks for nothing."""

    def query(self) -> str:
        """For an address; what is not asked for is left out.

        >>> @dataclass(frozen=True, slots=True)
        ... class Drafts(Listing):
        ...     state: str = ""
        ...     since: date | None = None
        >>> Drafts("draft", date(2026, 3, 1)).query()
        'state=draft&since=2026-03-01'
        >>> Drafts.from_query("since=2026-03-01").since
        datetime.date(2026, 3, 1)
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: str(value) for name, value in values.items() if value})

    @classmethod
    def from_query(cls, query: str) -> Self:
        """Read back what :meth:`query` wrote; what people type is read by the form.

        A filter that is not known is an error: without it the list would be longer than what was asked for.
        """
        values: dict[str, Any] = dict(parse_qsl(query))
        for field in fields(cls):
            if field.name in values and date in get_args(field.type):
                values[field.name] = date.fromisoformat(values[field.name])
        return cls(**values)
