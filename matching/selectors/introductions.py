"""Introduced pairs of a person, or those a manager may follow; latest first."""

from django.db.models import QuerySet

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.models import Pair
from matching.selectors.pairs import of_researcher, pairs_seen_by


def introduced_pairs_of(researcher: Researcher) -> QuerySet[Pair]:
    return _introduced(Pair.objects.filter(of_researcher(researcher)))


def introduced_pairs_followed_by(manager: User) -> QuerySet[Pair]:
    return _introduced(pairs_seen_by(Viewer.of_side(manager.manager_side)))


def _introduced(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    introduced = pairs.filter(introduction__isnull=False).select_related("introduction")
    return introduced.order_by("-introduction__introduced_at", "-pk")
