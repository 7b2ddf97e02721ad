"""Introduced pairs of a person, or those a manager may follow; latest first."""

from django.db.models import Q, QuerySet

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.enums import PairState, Reply
from matching.models import Pair
from matching.selectors.pairs import Subject, counterparts, in_order, keys_of, of_researcher, pairs_seen_by, with_rows


def introduced_pairs_of(researcher: Researcher, *, state: str = "") -> QuerySet[Pair]:
    return _introduced(Pair.objects.filter(of_researcher(researcher)), state)


def introduced_pairs_followed_by(
    manager: User, *, state: str = "", waiting: str = "", mine: bool = False
) -> QuerySet[Pair]:
    """``waiting``: the side of which an answer is missing; ``mine``: introduced by the manager."""
    pairs = _introduced(pairs_seen_by(Viewer.of_side(manager.officer_side)), state)
    if waiting:
        pairs = pairs.filter(_unanswered_by(waiting))
    return pairs.filter(introduction__introduced_by=manager) if mine else pairs


def _unanswered_by(side: str) -> Q:
    first = Q(introduction__researcher_reply=Reply.PENDING, researcher__country=side)
    other = Q(introduction__other_reply=Reply.PENDING) & (Q(partner__country=side) | Q(project__lead__country=side))
    return first | other


def _introduced(pairs: QuerySet[Pair], state: str) -> QuerySet[Pair]:
    introduced = pairs.filter(introduction__isnull=False)
    introduced = introduced.filter(state=state) if state else introduced
    return introduced.order_by("-introduction__introduced_at", "-pk")


def introduced_rows() -> QuerySet[Pair]:
    """What a list of introductions shows of each, without the passages."""
    return with_rows(Pair.objects.select_related("introduction__introduced_by"))


def introductions_waiting_for(researcher: Researcher) -> list[tuple[Pair, Subject]]:
    """Those the researcher has not answered yet, with the other one of the two, latest first."""
    first = Q(researcher=researcher, introduction__researcher_reply=Reply.PENDING)
    second = ~Q(researcher=researcher) & Q(introduction__other_reply=Reply.PENDING)
    keys = keys_of(introduced_pairs_of(researcher, state=PairState.INTRODUCED).filter(first | second))
    rows = Pair.objects.select_related(
        "introduction",
        "researcher__organisation",
        "partner__organisation",
        "project__organisation",
        "project__lead__organisation",
    )
    viewer = Viewer.of_researcher(researcher)
    return counterparts(in_order(keys, rows), viewer, researcher)
