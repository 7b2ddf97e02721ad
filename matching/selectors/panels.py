"""What the start pages show of matching: a person's own, and a manager's."""

from dataclasses import dataclass

from django.db.models import Q

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.enums import PairState, Reply, RunState
from matching.models import Run
from matching.selectors.introductions import introduced_pairs_followed_by, introduced_pairs_of
from matching.selectors.pairs import PairView, pairs_seen_by, present, with_details
from matching.selectors.review import OPEN, review_queue
from matching.selectors.suggestions import suggestions_for
from matching.selectors.tally import Tally, tally

SHOWN = 3


def best_suggestions(researcher: Researcher) -> list[PairView]:
    viewer = Viewer(researcher_id=researcher.pk, country=researcher.country)
    found = with_details(suggestions_for(researcher, viewer))[:SHOWN]
    return present(found, viewer, own=researcher)


def introductions_waiting_for(researcher: Researcher) -> list[PairView]:
    """Introductions the researcher has not answered yet, latest first."""
    first = Q(researcher=researcher, introduction__researcher_reply=Reply.PENDING)
    second = ~Q(researcher=researcher) & Q(introduction__other_reply=Reply.PENDING)
    pairs = introduced_pairs_of(researcher).filter(first | second, state=PairState.INTRODUCED)
    return present(
        with_details(pairs)[:SHOWN],
        Viewer(researcher_id=researcher.pk, country=researcher.country),
        own=researcher,
    )


@dataclass(frozen=True)
class ManagerPanel:
    """The queue, who has not answered, and the runs."""

    unseen: Tally
    suggested: Tally
    shortlisted: Tally
    connected: Tally
    best: list[PairView]
    waiting: list[PairView]
    waiting_count: int
    latest: Run | None
    under_way: Run | None


def manager_panel(manager: User) -> ManagerPanel:
    viewer = Viewer.of_side(manager.manager_side)
    seen = pairs_seen_by(viewer, first_only=True)
    waiting = introduced_pairs_followed_by(manager).filter(state=PairState.INTRODUCED)
    best = review_queue(manager, state=PairState.SUGGESTED, first_only=True)
    unfinished = Run.objects.filter(state__in=[RunState.QUEUED, RunState.RUNNING])
    return ManagerPanel(
        unseen=tally(review_queue(manager, state=OPEN, unseen=True, first_only=True)),
        suggested=tally(seen.filter(state=PairState.SUGGESTED, match__isnull=False)),
        shortlisted=tally(seen.filter(state=PairState.SHORTLISTED)),
        connected=tally(seen.filter(state=PairState.CONNECTED)),
        best=present(with_details(best)[:SHOWN], viewer),
        waiting=present(with_details(waiting)[:SHOWN], viewer),
        waiting_count=waiting.count(),
        latest=Run.objects.filter(state=RunState.DONE).first(),
        under_way=unfinished.first(),
    )
