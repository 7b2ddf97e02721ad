"""Somebody was quicker: what every saving over something that was read may answer."""

from typing import Any

from django.utils.translation import gettext as _


class Stale(Exception):
    """Somebody else changed what was read; ``current`` is how it stands now. Nothing was changed.

    Its text is for whoever was slower, in their language.
    """

    def __init__(self, current: Any = None, message: str = "") -> None:
        super().__init__(message or _("Somebody else has changed this in the meantime."))
        self.current = current
