"""What is suggested to a researcher."""

from django.db.models import Exists, OuterRef, QuerySet

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher
from matching.enums import Opinion, PairState
from matching.models import Pair, Reaction
from matching.selectors.pairs import of_researcher, pairs_seen_by


def suggestions_for(researcher: Researcher, viewer: Viewer) -> QuerySet[Pair]:
    """Pairs suggested to the researcher, best first; without those set aside by either party or by a manager."""
    set_aside = Reaction.objects.filter(pair=OuterRef("pk"), opinion=Opinion.NOT_FOR_ME)
    return (
        pairs_seen_by(viewer)
        .filter(of_researcher(researcher), ~Exists(set_aside), match__isnull=False)
        .exclude(state=PairState.DISMISSED)
        .order_by("-match__score", "pk")
    )
