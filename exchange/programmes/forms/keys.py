"""Keys of what a call names: made once of the English label, and kept whatever the label becomes."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.utils.text import slugify

LONGEST = 40


def with_keys(rows: Iterable[dict[str, Any]], *, taken: Iterable[str]) -> list[dict[str, Any]]:
    """Each row that has none yet gets a key that is neither another row's nor ``taken``.

    >>> rows = [{"key": "yes", "label": {"en": "Yes"}}, {"key": "", "label": {"en": "Yes"}}]
    >>> [row["key"] for row in with_keys(rows, taken=["yes_2"])]
    ['yes', 'yes_3']
    """
    found = list(rows)
    used = {*taken, *(row["key"] for row in found)}
    for row in found:
        if not row["key"]:
            row["key"] = _free(key_of(row["label"]["en"]), used)
            used.add(row["key"])
    return found


def _free(key: str, used: set[str]) -> str:
    numbered = (f"{key[: LONGEST - 4]}_{number}" for number in count(2))
    return key if key not in used else next(one for one in numbered if one not in used)


def key_of(label: str) -> str:
    """A key for ``label``: small letters, digits and underscores, a letter first.

    >>> key_of("Work packages (3 years)"), key_of("한글"), key_of("3 years")
    ('work_packages_3_years', 'item', 'item_3_years')
    """
    key = slugify(label).replace("-", "_")[:LONGEST].strip("_")
    return key if key[:1].isalpha() else f"item_{key}".strip("_")[:LONGEST]
