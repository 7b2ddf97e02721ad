"""Taking somebody's name out of texts that others keep."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from exchange.people.values.spoken import Spoken


def blank_spoken(rows: "QuerySet[Any]", texts: Sequence[str], spoken: Spoken) -> int:
    """Replace what ``spoken`` says in the columns ``texts`` of ``rows``; return in how many rows it stood."""
    changed = 0
    for row in _candidates(rows, texts, spoken).only("pk", *texts).iterator(chunk_size=500):
        values = {text: spoken.without(getattr(row, text)) for text in texts}
        if any(values[text] != getattr(row, text) for text in texts):
            changed += rows.filter(pk=row.pk).update(**values)
    return changed


def _candidates(rows: "QuerySet[Any]", texts: Sequence[str], spoken: Spoken) -> "QuerySet[Any]":
    stands = Q(pk__in=())
    for text in texts:
        for spelling in spoken.spellings:
            stands |= Q(**{f"{text}__icontains": spelling})
    return rows.filter(stands)
