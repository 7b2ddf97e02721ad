"""Introduced pairs of a person, or those a manager may follow; latest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.enums import IntroductionList, PairState, Reply
from matching.models import Pair
from matching.selectors.pairs import Subject, counterparts, of_researcher, pairs_managed_by, with_rows


@dataclass(frozen=True)
class Listed:
    """One list of introductions, as ``viewer`` reads it; ``own``: whose answers are theirs alone to read in it."""

    shown: IntroductionList
    pairs: QuerySet[Pair]
    viewer: Viewer
    own: Researcher | None

    @property
    def follows(self) -> bool:
        return self.shown == IntroductionList.FOLLOWED


def lists_of(user: User, researcher: Researcher | None) -> list[IntroductionList]:
    """The own one first: it is what waits for an answer."""
    if not user.is_manager:
        return [IntroductionList.OWN]
    return [IntroductionList.OWN, IntroductionList.FOLLOWED] if researcher else [IntroductionList.FOLLOWED]


def list_shown(user: User, researcher: Researcher | None, wanted: str) -> IntroductionList:
    """The one that is wanted, where it is theirs; else their first."""
    lists = lists_of(user, researcher)
    return next((one for one in lists if one == wanted), lists[0])


def listed_introductions(
    user: User, researcher: Researcher | None, *, shown: IntroductionList, criteria: Mapping[str, Any]
) -> Listed:
    """A party filters by ``state`` alone, and follows no introduction of their own: it would tell them the other's answer."""
    if shown == IntroductionList.FOLLOWED:
        return Listed(shown, introduced_pairs_followed_by(user, **criteria), Viewer.of_side(user.officer_side), None)
    own = introduced_pairs_of(researcher, state=criteria.get("state", "")) if researcher else Pair.objects.none()
    return Listed(shown, own, Viewer.of(user), researcher)


def introduced_pairs_of(researcher: Researcher, *, state: str = "") -> QuerySet[Pair]:
    return _introduced(Pair.objects.filter(of_researcher(researcher)), state)


def introduced_pairs_followed_by(
    manager: User, *, state: str = "", waiting: str = "", mine: bool = False
) -> QuerySet[Pair]:
    """``waiting``: the side of which an answer is missing; ``mine``: introduced by the manager."""
    pairs = _introduced(pairs_managed_by(manager), state)
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
    """Those the researcher has not answered yet, with the other one of the two, latest first.

    Of people only the other ones are read, by :func:`counterparts`.
    """
    first = Q(researcher=researcher, introduction__researcher_reply=Reply.PENDING)
    second = ~Q(researcher=researcher) & Q(introduction__other_reply=Reply.PENDING)
    pairs = introduced_pairs_of(researcher, state=PairState.INTRODUCED).filter(first | second)
    rows = pairs.select_related("introduction", "project__organisation")
    return counterparts(rows, Viewer.of_researcher(researcher), researcher)
