"""Forms that come back with a mark of what their page showed: whoever saves over something newer is told once."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MARK = "read"


class MarkedForm(forms.BaseForm):
    """Its initial values are what is saved. A program that sends no mark has read nothing and saves as before."""

    is_stale = False

    @property
    def read_mark(self) -> str:
        """Of what the reader has seen: with other buttons than saving it stays that of the page that was opened."""
        sent = self.data.get(MARK, "") if self.is_bound and not self.is_stale else ""
        return sent or self._saved_mark()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.data.get(MARK) not in {None, "", self._saved_mark()}:
            self.is_stale = True
            raise ValidationError(
                _(
                    "This was changed while you wrote, perhaps by you in another tab. What you typed is below; saving again "
                    "replaces what is saved now."
                )
            )
        return cleaned

    def _saved_mark(self) -> str:
        values = json.dumps(self.initial, default=_plain, sort_keys=True)
        return hashlib.sha256(values.encode()).hexdigest()[:20]


def _plain(value: Any) -> str:
    return str(getattr(value, "pk", value))
