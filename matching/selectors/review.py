"""The managers' queue."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from exchange.people.disclosure import Viewer
from exchange.people.models import User
from matching.models import Pair
from matching.selectors.pairs import pairs_seen_by


def review_queue(
    manager: User, *, state: str = "", kind: str = "", minimum: float | None = None, text: str = "", reaction: str = ""
) -> QuerySet[Pair]:
    """Pairs that the manager may decide on, best first. A decided pair stays even when no run suggests it any more."""
    pairs = pairs_seen_by(Viewer.of_side(manager.manager_side)).filter(_filters(state, kind, minimum, text, reaction))
    return pairs.distinct().order_by(F("match__score").desc(nulls_last=True), "pk")


def pairs_to_decide(manager: User, public_ids: Collection[UUID | str]) -> QuerySet[Pair]:
    """Those of the named pairs that the manager may decide on, with the accounts of their people."""
    seen = pairs_seen_by(Viewer.of_side(manager.manager_side)).filter(public_id__in=public_ids)
    return seen.select_related("researcher__user", "partner__user", "project__lead__user")


def _filters(state: str, kind: str, minimum: float | None, text: str, reaction: str) -> Q:
    conditions: dict[str, Any] = {}
    if state:
        conditions["state"] = state
    if kind:
        conditions["project__isnull"] = kind == "people"
    if minimum is not None:
        conditions["match__score__gte"] = minimum
    if reaction:
        conditions["reactions__opinion"] = reaction
    return Q(**conditions) & (_contains(text) if text else Q())


def _contains(text: str) -> Q:
    names = ("researcher__name_romanised", "researcher__name_native", "partner__name_romanised", "partner__name_native")
    texts = ("project__title", "project__summary", "researcher__statement_en", "researcher__statement_ko")
    condition = Q()
    for field in (*names, *texts):
        condition |= Q(**{f"{field}__icontains": text})
    return condition
