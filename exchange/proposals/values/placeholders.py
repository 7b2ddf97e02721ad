"""Words in braces that a message to teams fills in for each recipient; pure."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BRACED = re.compile(r"\{([^{}\n]*)\}")


class Placeholder(models.TextChoices):
    NAME = "name", gettext_lazy("the recipient’s name")
    TITLE = "title", gettext_lazy("the proposal’s title")
    NUMBER = "number", gettext_lazy("the proposal’s number")
    CALL = "call", gettext_lazy("the call")
    STAGE = "stage", gettext_lazy("the stage")
    DEADLINE = "deadline", gettext_lazy("the stage’s deadline, in the recipient’s time zone")
    LINK = "link", gettext_lazy("the address of the proposal")


def validate_placeholders(text: str) -> None:
    """Raise ``ValidationError`` with the line of each that nobody could fill in."""
    objections = []
    for number, line in enumerate(text.splitlines(), start=1):
        unknown = [name for name in BRACED.findall(line) if name not in Placeholder.values]
        values = [{"line": number, "name": name} for name in unknown]
        objections += [_("Line %(line)s: {%(name)s} is not a placeholder.") % one for one in values]
    if objections:
        raise ValidationError(objections)


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Every placeholder once; what a value says in braces stays as it is.

    >>> fill_in("Dear {name}: {title}", {"name": "{title}", "title": "Trust"})
    'Dear {title}: Trust'
    """
    return BRACED.sub(lambda found: values.get(found[1], found[0]), text)
