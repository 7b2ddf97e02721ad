"""Words in braces that a message fills in for each recipient; pure."""

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

BRACED = re.compile(r"\{([^{}\n]*)\}")


def unknown_placeholders(text: str, known: Collection[str]) -> list[str]:
    """An objection, with its line, to each that nobody could fill in.

    >>> unknown_placeholders("Dear {name},\\n{nam}: {}", ["name"])
    ['Line 2: {nam} is not a placeholder.', 'Line 2: {} is not a placeholder.']
    """
    found = ((line, name) for line, words in enumerate(text.splitlines(), start=1) for name in BRACED.findall(words))
    return [
        _("Line %(line)s: {%(name)s} is not a placeholder.") % {"line": line, "name": name}
        for line, name in found
        if name not in known
    ]


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """Every placeholder once; what a value says in braces stays as it is.

    >>> fill_in("Dear {name}: {title}", {"name": "{title}", "title": "Trust"})
    'Dear {title}: Trust'
    """
    return BRACED.sub(lambda found: values.get(found[1], found[0]), text)
