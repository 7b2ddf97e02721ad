"""Introductions of a person, or those a manager may follow."""

from django.db.models import QuerySet

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.models import Introduction, Pair
from matching.selectors.pairs import of_researcher, pairs_seen_by


def introductions_of(researcher: Researcher) -> QuerySet[Introduction]:
    return _with_pair(Introduction.objects.filter(pair__in=Pair.objects.filter(of_researcher(researcher))))


def introductions_followed_by(manager: User) -> QuerySet[Introduction]:
    return _with_pair(Introduction.objects.filter(pair__in=pairs_seen_by(Viewer.of_side(manager.manager_side))))


def _with_pair(introductions: QuerySet[Introduction]) -> QuerySet[Introduction]:
    return introductions.select_related(
        "introduced_by", "pair__researcher", "pair__partner", "pair__project__organisation", "pair__project__lead"
    )
