"""Which proposals of a call a manager asks for, and in which order: the same in an address, an export and a message."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filled(models.TextChoices):
    """Share of the required parts."""

    ALL = "all", _("Everything filled in")
    MORE = "more", _("At least half")
    LESS = "less", _("Less than half")
    NONE = "none", _("Nothing yet")


class Lacking(models.TextChoices):
    SIGNATURE = "signature", _("A signature or confirmation is missing")
    SUBMITTING = "submitting", _("Changed since it was submitted")


class Order(models.TextChoices):
    NUMBER = "number", _("By number")
    STATE = "state", _("Stage and state")
    TITLE = "title", _("Title")
    FILLED = "filled", _("Most complete first")
    EMPTY = "empty", _("Least complete first")
    SUBMITTED = "submitted", _("Last submitted first")
    CHANGED = "changed", _("Last changed first")


@dataclass(frozen=True, slots=True)
class Listing:
    """``text`` is looked for in submitted titles and leads, and as a number."""

    text: str = ""
    stage: str = ""
    state: str = ""
    side: str = ""
    filled: str = ""
    lacking: str = ""
    submitted_from: date | None = None
    submitted_until: date | None = None
    order: str = ""

    def query(self) -> str:
        """For an address; what is not asked for is left out.

        >>> Listing(state="draft", submitted_from=date(2026, 3, 1)).query()
        'state=draft&submitted_from=2026-03-01'
        """
        return urlencode({name: str(value) for name, value in asdict(self).items() if value})

    @classmethod
    def from_query(cls, query: str) -> "Listing":
        """Read back what :meth:`query` wrote; what people type is read by the form.

        >>> Listing.from_query("state=draft&submitted_from=2026-03-01").submitted_from
        datetime.date(2026, 3, 1)
        """
        values: dict[str, Any] = dict(parse_qsl(query))
        for name in ("submitted_from", "submitted_until"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        return cls(**values)
