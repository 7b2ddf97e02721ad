"""Who is connected with whom: both accepted an introduction."""

from collections.abc import Collection

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from matching.enums import PairState
from matching.models import Pair


def connected_with(researcher_id: int, others: Collection[int]) -> set[int]:
    """Those of ``others`` (ids) who are connected with the researcher, in one query."""
    connected = Pair.objects.filter(state=PairState.CONNECTED).annotate(
        second=Coalesce(F("partner_id"), F("project__lead_id"))
    )
    here = Q(researcher=researcher_id, second__in=others) | Q(second=researcher_id, researcher__in=others)
    rows = connected.filter(here).values_list("researcher_id", "second")
    return {second if first == researcher_id else first for first, second in rows}
